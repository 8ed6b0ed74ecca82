"""The codes of questions: topics, reasons and ways, each with its words in every language."""

from __future__ import annotations

from enum import StrEnum


class Naming(StrEnum):
    """How the asker is named, and whether we can tell them anything."""

    ANONYMOUS = "anonymous"
    NOTIFY = "notify"
    NAMED = "named"


class Topic(StrEnum):
    """What a question is about."""

    FORCE = "force"
    TRAINING = "training"
    POLICY = "policy"
    STOPS = "stops"
    MENTAL_HEALTH = "mental_health"
    YOUTH = "youth"
    SAFETY = "safety"
    DATA = "data"
    OTHER = "other"


class Decline(StrEnum):
    """Why a question is not taken up; said in public."""

    OFF_TOPIC = "off_topic"
    ABOUT_A_PERSON = "about_a_person"
    NO_QUESTION = "no_question"
    ABUSE = "abuse"
    ADVERT = "advert"
    REPEATED = "repeated"


class Redirect(StrEnum):
    """Where a thing that is not for this desk belongs."""

    COMPLAINT = "complaint"
    CRIME_REPORT = "crime_report"
    EMERGENCY = "emergency"
    RECORDS = "records"
    LEGAL = "legal"
    OTHER_BODY = "other_body"


class Return(StrEnum):
    """What the asker is asked to mend."""

    UNCLEAR = "unclear"
    POINTS_AT_SOMEONE = "points_at_someone"
    POINTS_AT_YOU = "points_at_you"
    SEVERAL = "several"


class Mute(StrEnum):
    """Why someone may not ask for a while; kept in the audit trail."""

    ABUSE = "abuse"
    FLOOD = "flood"
    ADVERT = "advert"


class Hold(StrEnum):
    """Why an answer has to wait; said in public with the day it is looked at again."""

    ACTIVE_INVESTIGATION = "active_investigation"
    BEFORE_COURT = "before_court"
    NEEDS_RECORDS = "needs_records"
    NOT_KNOWN_YET = "not_known_yet"


class Reason(StrEnum):
    """Why an answer cannot say everything; said in public, with a day to look again."""

    ACTIVE_INVESTIGATION = "active_investigation"
    BEFORE_COURT = "before_court"
    PERSONAL_PRIVACY = "personal_privacy"
    SAFETY_OPERATIONS = "safety_operations"
    NOT_OUR_AGENCY = "not_our_agency"
    NEEDS_RECORDS = "needs_records"
    LEGAL_ADVICE = "legal_advice"
    NOT_KNOWN_YET = "not_known_yet"


class Label(StrEnum):
    """For whom a member of the panel speaks."""

    ADVOCACY = "advocacy"
    LEADER = "leader"
    MENTAL_HEALTH = "mental_health"
    LEGAL = "legal"
    OVERSIGHT = "oversight"
    YOUTH = "youth"
    LIVED = "lived"
    RESEARCH = "research"


class Rating(StrEnum):
    """What the asker says of an answer."""

    ANSWERED = "answered"
    NOT_QUITE = "not_quite"


class News(StrEnum):
    """What people are told. Each has its own sentence."""

    APPROVED = "open"
    ASKED_AGAIN = "asked_again"
    REOPENED = "reopened"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    RETURNED = "returned"
    DECLINED = "declined"
    FOLLOW_UP_DECLINED = "follow_up_declined"
    REDIRECTED = "redirected"
    MERGED = "merged"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"
