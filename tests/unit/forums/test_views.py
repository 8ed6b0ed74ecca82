"""Cards of forums, as far as they do not show in the gallery."""

from dataclasses import replace

from bot.core.cards import LinkButton
from bot.features.forums.views.lines import Look, calendar_link
from tests.unit.forums.samples import IDEA

LOOK = Look(locale="en", sites={"riverbend": "https://talk.example.org/"})


def test_the_calendar_file_is_linked_where_the_public_pages_show_the_forum() -> None:
    (link,) = calendar_link(IDEA, LOOK)

    assert isinstance(link, LinkButton)
    assert link.url == "https://talk.example.org/forums/f1.ics"


def test_a_forum_of_a_community_without_pages_links_nowhere() -> None:
    assert calendar_link(replace(IDEA, community="lakeside"), LOOK) == ()
