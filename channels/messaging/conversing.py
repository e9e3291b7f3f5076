"""What is done with what arrives in an open chat: mostly it is a message of the conversation."""

from collections.abc import Awaitable, Callable

from assistant.actions.memory import load_memory
from assistant.schemas import Choice
from channels.conversations import repository
from channels.conversations.choices import typed_choice
from channels.conversations.models import Conversation, Message
from channels.conversations.schemas import PostMessage, PressedChoice
from channels.conversations.text import LONGEST_TEXT, is_visible
from channels.messaging import chats, codes, words
from channels.messaging.heard import Heard
from channels.messaging.linking import Linking
from channels.messaging.models import MessengerChat
from channels.messaging.parts import Parts
from channels.messaging.splitting import split
from handoff import outbox
from knowledge.points import near

type Handler = Callable[["Turn"], Awaitable[None]]


class Turn:
    """One thing that was heard in a chat, with its conversation."""

    def __init__(self, chat: MessengerChat, conversation: Conversation, heard: Heard, key: str) -> None:
        """Put it together; the key is the same when it is dealt with again after a failure."""
        self.chat, self.conversation, self.heard, self.key = chat, conversation, heard, key

    @property
    def held(self) -> bool:
        """Whether a person answers."""
        return self.conversation.holder != "assistant"


class Conversing:
    """Brings what was heard into the conversation."""

    def __init__(self, parts: Parts, linking: Linking) -> None:
        """Take what it works with."""
        self._parts = parts
        self._linking = linking
        self._handlers: dict[str, Handler] = {
            "text": self._text,
            "press": self._press,
            "command": self._command,
            "location": self._location,
            "contact": self._contact,
            "reaction": self._nothing,
        }

    async def take(self, turn: Turn) -> None:
        """Deal with something; what cannot be used is told to the person.

        Raises:
            ConversationBusyError: not now.
            UnknownConversationError: the conversation was erased meanwhile.
        """
        await self._handlers.get(turn.heard.kind, self._refuse)(turn)

    async def _nothing(self, turn: Turn) -> None:
        """Leave it: a thumb under a message asks nothing."""

    async def _refuse(self, turn: Turn) -> None:
        await self._remark(turn, f"messenger_no_{turn.heard.kind}")

    async def _text(self, turn: Turn) -> None:
        text, code = turn.heard.text, codes.find(turn.heard.text)
        if code:
            await self._link(turn, code)
        elif words.stops(text) and not await self._offered(turn, text):
            await self.end(turn)
        elif not is_visible(text):
            await self._remark(turn, "messenger_no_unknown")
        elif len(text) > LONGEST_TEXT and not turn.held:
            await self._remark(turn, "messenger_too_long", length=len(text), most=LONGEST_TEXT)
        else:
            await self._post_text(turn, await self._with_number(turn, text))

    async def _with_number(self, turn: Turn, text: str) -> str:
        """Put the number in the place of words for it, where a phone number is asked for."""
        address = turn.chat.address
        if turn.chat.channel != "whatsapp" or not address.isdecimal() or not words.means_this_number(text):
            return text
        return f"+{address}" if await self._step(turn) == "contact" else text

    async def _step(self, turn: Turn) -> str | None:
        """Return what a hand-off asks now, if one is under way."""
        async with self._parts.database.reading() as session:
            memory = await load_memory(session, turn.conversation.id)
        return memory.hand_off.step if memory.hand_off else None

    async def _post_text(self, turn: Turn, text: str) -> None:
        """Post a text; a long one for an account manager in pieces, cut at sentences."""
        for number, piece in enumerate(split(text, lambda piece: len(piece) <= LONGEST_TEXT)):
            key = f"{turn.key}:{number}" if number else turn.key
            await self._parts.conversations.post(turn.conversation.id, PostMessage(text=piece), key)

    async def _offered(self, turn: Turn, text: str) -> bool:
        """Tell whether a word is one of the choices offered just now, as stopping a hand-off is."""
        async with self._parts.database.reading() as session:
            last = await repository.said_last(session, turn.conversation.id)
        return typed_choice(text, last) is not None

    async def _command(self, turn: Turn) -> None:
        command, rest = turn.heard.key, turn.heard.text
        areas, code = self._parts.library.areas, codes.find(rest)
        if command == "stop":
            await self.end(turn)
        elif command == "start" and code:
            await self._link(turn, code)
        elif command == "start" and areas.is_gemeente(rest):
            await self._in_gemeente(turn, areas.current(rest), areas.name(areas.current(rest)))
        else:
            known = command in {"start", "help"}
            await self._remark(turn, "messenger_help" if known else "messenger_no_command")

    async def _link(self, turn: Turn, code: str) -> None:
        if not await self._linking.link(turn.chat, code):
            await self._remark(turn, "messenger_code_expired")

    async def _location(self, turn: Turn) -> None:
        """Take the gemeente from the address of a place; of a bare spot on the map offer those near it."""
        areas, address = self._parts.library.areas, turn.heard.text
        place = areas.find(address) if address else None
        if turn.held and address:
            await self._post_text(turn, address)
        elif place:
            await self._in_gemeente(turn, place, address)
        else:
            await self._spot(turn)

    async def _spot(self, turn: Turn) -> None:
        areas, settings = self._parts.library.areas, self._parts.settings
        spot = None if turn.held else turn.heard.spot
        places = near(settings.content_dir, *spot) if spot else []
        found = {areas.current(each.gemeente): each for each in places if areas.is_gemeente(each.gemeente)}
        if not found:
            await self._remark(turn, "messenger_no_location")
            return
        choices = tuple(Choice(title=areas.name(each), choice=f"gemeente:{each}") for each in found)
        await self._remark(turn, "messenger_location_near", choices, place=next(iter(found.values())).place)

    async def _in_gemeente(self, turn: Turn, place: str, title: str) -> None:
        post = PressedChoice(choice=f"gemeente:{place}", title=title[:LONGEST_TEXT])
        await self._parts.conversations.post(turn.conversation.id, post, turn.key)

    async def _contact(self, turn: Turn) -> None:
        """Use a contact card where a name or an address is asked for; to a person it is just told."""
        step = await self._step(turn)
        contact = ", ".join(turn.heard.contacts)
        if turn.held:
            await self._post_text(turn, ", ".join(filter(None, (turn.heard.name, contact))) or "?")
        elif step == "name" and turn.heard.name and contact:
            await self._post_text(turn, turn.heard.name)
            await self._parts.conversations.post(
                turn.conversation.id, PostMessage(text=contact[:LONGEST_TEXT]), f"{turn.key}:contact"
            )
        elif step == "contact" and contact:
            await self._post_text(turn, contact)
        else:
            await self._remark(turn, "messenger_no_contact")

    async def _press(self, turn: Turn) -> None:
        """Take a pressed button once; one of an older question is told to be old."""
        pressed = await self._pressed(turn)
        if pressed is None:
            await self._pressed_nothing(turn)
            return
        message, choice = pressed
        async with self._parts.database.reading() as session:
            before = await repository.heard_last(session, turn.conversation.id)
            last = await repository.said_last(session, turn.conversation.id)
        key = f"press:{turn.heard.key}:{turn.key}"
        known = (before.idempotency_key or "") if before else ""
        if known.startswith(f"press:{turn.heard.key}:") and known != key:
            return  # pressed twice
        if (
            known != key
            and not words.holds_always(choice["choice"])
            and message.id not in {each.id for each in last}
        ):
            await self._remark(turn, "messenger_choice_old", _offer(last))
            return
        await self._show_chosen(turn, choice["title"])
        post = PressedChoice(choice=choice["choice"], title=choice["title"])
        await self._parts.conversations.post(turn.conversation.id, post, key)

    async def _pressed(self, turn: Turn) -> tuple[Message, dict[str, str]] | None:
        """Return the message and the choice that a key stands for."""
        message_id, _, number = turn.heard.key.rpartition(":")
        async with self._parts.database.reading() as session:
            message = await repository.message_of(session, turn.conversation.id, message_id)
        if message is None or not number.isdecimal() or int(number) >= len(message.choices):
            return None
        return message, message.choices[int(number)]

    async def _pressed_nothing(self, turn: Turn) -> None:
        """Say that a choice is gone; a template's button and one that was chosen have done their work."""
        if turn.heard.key not in {"template", "done", words.YES_KEY, words.NO_KEY}:
            await self._remark(turn, "messenger_choice_gone")

    async def _show_chosen(self, turn: Turn, title: str) -> None:
        if not turn.heard.answers_to or turn.chat.channel != "telegram":
            return
        payload = {"chat": turn.chat.id, "chosen": turn.heard.answers_to, "title": title}
        async with self._parts.database.transaction() as session:
            await outbox.put(
                session,
                turn.chat.channel,
                f"{turn.chat.id}:chosen:{turn.key}",
                payload,
                order_key=chats.order_key(turn.chat.id),
            )

    async def end(self, turn: Turn) -> None:
        """End a chat and forget it: the conversation at once, the address after the last sentence."""
        async with self._parts.database.transaction() as session:
            present = await session.get_one(MessengerChat, turn.chat.id)
            text = self._parts.say("messenger_ended", turn.conversation.language)
            await chats.say(session, present, "ended", text)
            conversation_id = await chats.end(session, present)
        if conversation_id:
            await self._parts.conversations.erase(conversation_id)

    async def _remark(self, turn: Turn, key: str, choices: tuple[Choice, ...] = (), **values: object) -> None:
        await self._parts.remark(turn.conversation.id, key, turn.conversation.language, choices, **values)


def _offer(last: list[Message]) -> tuple[Choice, ...]:
    """Return what was offered just now, to offer it again."""
    offered = [message.choices for message in last if message.choices]
    return tuple(Choice.model_validate(each) for each in offered[-1]) if offered else ()
