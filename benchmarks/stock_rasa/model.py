"""Ask a trained model, in Rasa's environment: texts as JSON on stdin, what it makes of them in a file.

Usage: python model.py MODEL_FILE OUTPUT_FILE
"""

import asyncio
import json
import sys
from pathlib import Path

from rasa.core.agent import Agent


async def main(model: str, output: Path) -> None:
    """Parse every text, as the server does for a message."""
    agent = Agent.load(model)
    read = [await agent.parse_message(text) for text in json.load(sys.stdin)]
    output.write_text(json.dumps([_told(each) for each in read]), encoding="utf-8")


def _told(read: dict) -> dict:
    """Keep what is judged: the likeliest intents, the best response and the places."""
    selected = read.get("response_selector", {}).get("default", {}).get("response", {})
    return {
        "intent": read["intent"]["name"],
        "ranking": [(each["name"], each["confidence"]) for each in read["intent_ranking"][:3]],
        "response": selected.get("intent_response_key"),
        "places": [each["value"] for each in read.get("entities", []) if each["entity"] == "gemeente"],
    }


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
