"""Imports an Anki package, answers cards, imports a changed one: notes change, reviews stay."""

import sys
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

folder, first, second, text, count = sys.argv[1:]
collection = Collection(f"{folder}/collection.anki2")


def take(package):
    options = ImportAnkiPackageOptions()
    request = ImportAnkiPackageRequest(package_path=package, options=options)
    return collection.import_anki_package(request).log


def state():
    reviews = collection.db.all("select id, cid, ease from revlog order by id")
    repetitions = collection.db.all("select id, reps from cards where reps > 0 order by id")
    return reviews, repetitions


take(first)
assert collection.note_count() == int(count), collection.note_count()
deck = next(deck for deck in collection.decks.all_names_and_ids() if "::" in deck.name)
collection.decks.select(deck.id)
for _ in range(5):
    card = collection.sched.getCard()
    collection.sched.answerCard(card, 3)
reviewed = state()
assert len(reviewed[0]) == 5, reviewed
log = take(second)
changed = collection.db.scalar("select count() from notes where flds like '%CHANGED%'")
assert changed == int(count), (changed, log)
assert collection.note_count() == int(count), collection.note_count()
assert state() == reviewed, "reviews were lost"
metadata = collection.get_csv_metadata(text, None)
from anki.import_export_pb2 import ImportCsvRequest
collection.import_csv(ImportCsvRequest(path=text, metadata=metadata))
assert collection.note_count() == int(count), collection.note_count()
assert state() == reviewed, "the text lost reviews"
print(f"anki imports {count} notes, updates all of them and keeps 5 reviews")
