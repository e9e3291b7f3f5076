"""A desk with very many tickets, made by the database itself from real phrasings: the same ones each time."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

MESSAGES_EACH = 10
GEMEENTEN = ("blaricum", "eemnes", "gooise-meren", "hilversum", "huizen", "laren", "wijdemeren")
TOPICS = ("werken-aan-huis", "financiering", "subsidies", "omgevingsplan", "werkruimte", "starten")

# Every tenth ticket is open; of those a tenth is late. What a row holds follows from its number.
_STEPS = (
    """
    CREATE FUNCTION phrase(number bigint) RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT words FROM phrases WHERE id = 1 + (abs(number) * 7919 % :phrases) $$
    """,
    """
    INSERT INTO conversations (id, token_hash, channel, gemeente, language, holder, last_position,
        created_at, last_active_at, read_by_entrepreneur, read_by_account_manager)
    SELECT 'bench-' || n, md5(n::text), 'web', (:gemeenten)[1 + n % 7], 'nl', 'assistant', :each,
        now() - (n % 700) * interval '1 day', now() - (n % 700) * interval '1 day', 0, 0
    FROM generate_series(1, :tickets) n
    """,
    """
    INSERT INTO messages (id, conversation_id, position, sender, sent_at, text, choices)
    SELECT md5(n || '-' || m), 'bench-' || n, m, CASE WHEN m % 2 = 1 THEN 'entrepreneur' ELSE 'assistant' END,
        now() - (n % 700) * interval '1 day' + m * interval '1 minute',
        phrase(n * 31 + m) || ' ' || phrase(n * 17 + m * 5), '[]'
    FROM generate_series(1, :tickets) n, generate_series(1, :each) m
    """,
    """
    INSERT INTO tickets (reference, conversation_id, gemeente, topic, language, name, email, question,
        summary, transcript, findings, consent_at, consent_text, account_manager_id, routing_reason, status,
        due_at, react_by, settle_by, amber_at, alarm, on_top, rode_loper, created_at, updated_at, closed_at)
    SELECT 'VD-' || upper(lpad(to_hex(n), 10, 'z')), 'bench-' || n, (:gemeenten)[1 + n % 7],
        (:topics)[1 + n % 6], CASE WHEN n % 20 = 0 THEN 'en' ELSE 'nl' END,
        'Ondernemer ' || n % 50000, 'ondernemer' || n % 50000 || '@example.nl',
        phrase(n) || ' ' || phrase(n * 3), phrase(n * 5),
        (SELECT json_agg(json_build_object('sender', sender, 'sentAt', sent_at, 'text', m.text)
            ORDER BY position) FROM messages m WHERE m.conversation_id = 'bench-' || n),
        '[]', now(), 'Ja', CASE WHEN n % 25 = 0 THEN NULL ELSE 'bench-' || (n / 10) % 20 END, 'Past.',
        CASE WHEN n % 10 > 0 THEN 'afgehandeld' WHEN n % 30 = 0 THEN 'nieuw'
            WHEN n % 30 = 10 THEN 'in-behandeling' ELSE 'wacht-op-ondernemer' END,
        moment + interval '3 days', moment + interval '2 days', moment + interval '3 days',
        moment + interval '2 days', 'none', n % 2000 = 0, n % 300 = 0, moment, moment + interval '1 hour',
        CASE WHEN n % 10 > 0 THEN moment + interval '2 days' END
    FROM generate_series(1, :tickets) n,
        LATERAL (SELECT now() - CASE WHEN n % 10 = 0 THEN (n % 97) * interval '1 hour'
            ELSE (n % 700) * interval '1 day' END AS moment) AS m
    """,
    """
    INSERT INTO ticket_events (ticket_id, at, actor, kind, note)
    SELECT id, created_at + k * interval '1 hour', CASE WHEN k = 3 THEN 'ondernemer' ELSE 'Collega' END,
        (ARRAY['opened', 'note', 'reply'])[k], phrase(id * 11 + k)
    FROM tickets, generate_series(1, 3) k
    """,
    """
    INSERT INTO ticket_texts (ticket_id, document)
    SELECT id, to_tsvector('dutch', question || ' ' || summary || ' ' || phrase(id * 11 + 2) || ' '
            || phrase(id * 11 + 3)) || to_tsvector('dutch', transcript)
        || to_tsvector('simple', concat_ws(' ', reference, name, email)) FROM tickets
    """,
    "INSERT INTO ticket_tags (ticket_id, tag) SELECT id, 'label ' || id % 40 FROM tickets WHERE id % 8 = 0",
    """
    INSERT INTO desk_seen_tickets (user_id, ticket_id, seen_at)
    SELECT u.id, t.id, now() FROM desk_users u, tickets t WHERE t.id % 3 > 0
    """,
)


async def fill(connection: AsyncConnection, tickets: int, phrases: Sequence[str]) -> None:
    """Make the tickets with what belongs to them, and let the database take its statistics."""
    await connection.execute(text("CREATE TEMP TABLE phrases (id bigint PRIMARY KEY, words text)"))
    rows = [{"id": number, "words": words} for number, words in enumerate(phrases, 1)]
    await connection.execute(text("INSERT INTO phrases VALUES (:id, :words)"), rows)
    fixed = {
        ":gemeenten": _array(GEMEENTEN),
        ":topics": _array(TOPICS),
        ":phrases": str(len(phrases)),
        ":tickets": str(tickets),
        ":each": str(MESSAGES_EACH),
    }
    for step in _STEPS:
        for name, value in fixed.items():
            step = step.replace(name, value)
        # A percent sign alone would stand for a value that is passed along.
        await connection.exec_driver_sql(step.replace("%", "%%"))
    await connection.exec_driver_sql("DROP FUNCTION phrase")


def _array(words: Sequence[str]) -> str:
    return f"ARRAY[{', '.join(repr(word) for word in words)}]"
