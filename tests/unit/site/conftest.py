"""The site, opened once for each test."""

from collections.abc import AsyncGenerator

import pytest

from tests.support.site import SiteUnderTest, open_site


@pytest.fixture
async def site() -> AsyncGenerator[SiteUnderTest]:
    """A running site around sample things."""
    async with open_site() as site:
        yield site
