"""The Dutch pipeline as it is built for Rasa, in the Python of Rasa: it finds the words of the editors."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from kit.settings import ROOT, get_settings

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
BUILD = ROOT / "assistant" / "rasa" / "build_pipeline.py"
PRETRAINED = "nl_core_news_md"

_PACKAGE = """
import sys, pathlib, spacy
folder = pathlib.Path(sys.argv[1])
nlp = spacy.blank("nl", meta={"name": "core_news_md", "version": "3.7.0"})
nlp.add_pipe("sentencizer")
nlp.add_pipe("ner").add_label("PER")
nlp.initialize()
package = folder / "nl_core_news_md"
package.mkdir()
nlp.to_disk(package / "data")
(package / "__init__.py").write_text(
    "import pathlib, spacy\\n"
    "def load(**options):\\n"
    "    return spacy.load(pathlib.Path(__file__).parent / 'data', **options)\\n"
)
info = folder / "nl_core_news_md-3.7.0.dist-info"
info.mkdir()
(info / "METADATA").write_text("Metadata-Version: 2.1\\nName: nl_core_news_md\\nVersion: 3.7.0\\n")
"""
_READ = """
import json, sys, spacy
nlp = spacy.load(sys.argv[1])
found = [[[e.label_, e.text] for e in nlp(text).ents] for text in json.loads(sys.argv[2])]
print(json.dumps({"pipes": nlp.pipe_names, "found": found}))
"""

_NAMES = """
import json, sys, spacy
sys.path.insert(0, sys.argv[3])
from components.names import with_one_name
nlp = spacy.load(sys.argv[1])
print(json.dumps([with_one_name(nlp(text)) for text in json.loads(sys.argv[2])]))
"""


def _python(*arguments: str, path: Path | None = None) -> str:
    """Run Rasa's Python; a folder on its path stands for an installed package."""
    extra = {"PYTHONPATH": str(path)} if path else {}
    ran = subprocess.run(
        [str(PYTHON), *arguments], env=os.environ | extra, capture_output=True, text=True, timeout=240
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pipeline") / "nl"
    _python(str(BUILD), str(get_settings().content_dir), str(folder), PRETRAINED)
    return folder


SENTENCES = {
    "ik ben kapper in loosdrecht": [["trade", "kapper"], ["gemeente", "loosdrecht"]],
    "Mag dat in Huizen?": [["gemeente", "in Huizen"]],
    "ik verkoop huizen": [],
    "qredits voor 25.000 euro": [["scheme", "qredits"], ["amount", "25.000 euro"]],
    "een kamer van 20 m2 op 1217 AB": [["area", "20 m2"], ["postcode", "1217 AB"]],
    "dertig procent": [["number", "dertig"]],
    "30 procent": [["percentage", "30 procent"]],
}


def test_the_words_of_the_editors_and_the_shapes_of_numbers_are_found(built: Path) -> None:
    seen = json.loads(_python("-c", _READ, str(built), json.dumps(list(SENTENCES))))
    assert dict(zip(SENTENCES, seen["found"], strict=True)) == SENTENCES
    assert seen["pipes"] == ["lemmatizer", "entity_ruler"]


def test_a_pretrained_model_is_the_ground_when_it_is_installed(tmp_path: Path) -> None:
    site, output = tmp_path / "site", tmp_path / "nl"
    site.mkdir()
    _python("-c", _PACKAGE, str(site))
    _python(str(BUILD), str(get_settings().content_dir), str(output), PRETRAINED, path=site)
    seen = json.loads(_python("-c", _READ, str(output), json.dumps(["in Bussum"]), path=site))
    # The editors' words come before what the pretrained model makes of a name.
    assert seen["pipes"] == ["sentencizer", "entity_ruler", "ner"]
    assert ["gemeente", "Bussum"] in seen["found"][0]


def test_places_trades_and_numbers_have_one_name_each_and_only_places_lose_their_letters(built: Path) -> None:
    asked = ["ik ben kapper in hilversum en zoek 50 m2", "loodgieter uit 1211 ab, 500 euro nodig"]
    read = json.loads(_python("-c", _NAMES, str(built), json.dumps(asked), str(BUILD.parent)))
    assert read[0] == [
        "ik ben kapper in plaatsnaam en zoek 50 m2",
        "ik ben beroepsnaam in plaatsnaam en zoek oppervlakte",
    ]
    assert read[1][0] == "loodgieter uit plaatsnaam , 500 euro nodig"
    assert read[1][1].split()[:3] == ["beroepsnaam", "uit", "plaatsnaam"]
    assert "bedrag" in read[1][1].split()
