"""The last doses of each order, chosen by the database: a long stay has hundreds."""

from permanence.care.charts.rules import GIVEN, MISSED, AdministrationStatus

_IN_ERROR = f"'{AdministrationStatus.ENTERED_IN_ERROR.value}'"
_GIVEN, _MISSED = (", ".join(f"'{status.value}'" for status in sorted(several)) for several in (GIVEN, MISSED))
# Of each order the last dose given, the last one missed, and one taken back, which is no dose but a word of it. A dose
# is taken back by a later word of the same order and hour.
LAST_OF_EACH_ORDER = f"""
    SELECT * FROM (
        SELECT one.*, ROW_NUMBER() OVER (
            PARTITION BY one.patient_id, one.order_key,
                CASE WHEN one.status IN ({_GIVEN}) THEN 1 WHEN one.status IN ({_MISSED}) THEN 2 ELSE 3 END
            ORDER BY one.given_at DESC, one.said_again_at DESC
        ) AS newest
        FROM charts_administration one
        WHERE (one.patient_id IN (SELECT one FROM files) OR one.stay_id IN (SELECT one FROM stays))
        AND (one.status = {_IN_ERROR} OR NOT EXISTS (
            SELECT 1 FROM charts_administration back
            WHERE back.patient_id = one.patient_id AND back.order_key = one.order_key
            AND back.given_at = one.given_at AND back.status = {_IN_ERROR}
            AND back.said_again_at >= one.said_again_at
        ))
    ) ranked WHERE newest = 1
"""  # noqa: S608 (our own names and words)
