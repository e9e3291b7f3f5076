"""The one action of the stock project; it does no work, so all that is measured is Rasa's own."""

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class ActionAnswer(Action):
    """Answers everything with what was understood."""

    def name(self) -> Text:
        """Return the name by which the stories call it."""
        return "action_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]
    ) -> List[Dict[Text, Any]]:
        """Say what was understood."""
        dispatcher.utter_message(text=f"understood: {tracker.get_intent_of_latest_message()}")
        return []
