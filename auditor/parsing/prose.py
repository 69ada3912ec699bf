"""What does the running text of a document claim? Sentences, mentions and breakdowns, linked."""

from __future__ import annotations

from auditor.model.document import Document
from auditor.model.dossier import Prose
from auditor.model.mention import Mention
from auditor.parsing.accounts import AccountReader
from auditor.parsing.beside import BesideReader
from auditor.parsing.breakdowns import BreakdownReader
from auditor.parsing.closing import ClosingReader
from auditor.parsing.dimensions import DimensionReader, contexts
from auditor.parsing.item_lists import ListReader
from auditor.parsing.links.linker import link
from auditor.parsing.mentions import MentionReader
from auditor.parsing.profile import profile
from auditor.parsing.sentences import Topics, sentences
from auditor.parsing.unmarked import UnmarkedReader
from auditor.rulebook.vocabulary import Vocabulary

_TOLD = 40  # figures of a paragraph that may open a comparison


class ProseReader:
    """Reads the prose of documents, with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.mentions = MentionReader(vocabulary)
        self.vocabulary = vocabulary
        self.topics = Topics(vocabulary)
        self.breakdowns = BreakdownReader(vocabulary)
        self.lists = ListReader(vocabulary)
        self.beside = BesideReader(vocabulary)
        self.dimensions = DimensionReader(vocabulary)
        self.closing = ClosingReader(vocabulary)
        self.unmarked = UnmarkedReader(vocabulary)
        self.accounts = AccountReader(vocabulary)

    def read(self, document: Document) -> Prose:
        spans = tuple(sentences(document, self.topics))
        mentions: list[Mention] = []
        segment = 0
        about = profile(document, self.vocabulary)
        for sentence in spans:
            here = list(self.mentions.read(sentence, len(mentions), segment, about.year))
            mentions += self.beside.read(sentence, here, [m for m in mentions[-_TOLD:] if m.block == sentence.block])
            segment += sentence.text.count("；") + 1
        mentions = list(self.dimensions.read(spans, mentions, about))
        found = tuple(self.breakdowns.read(document, spans, mentions))
        known = contexts(mentions)
        linked = link(mentions, spans, found, self.vocabulary, known)
        totals, settlements = self.accounts.read(document, spans, linked)
        listed = (*found, *self.lists.read(document, spans, linked))
        listed = (*listed, *self.unmarked.read(document, linked, listed))
        told = {found.total for found in listed} | {total.total for total in totals if total.named}
        listed = (*listed, *self.closing.read(document, linked, told))
        return Prose(spans, linked, listed, known, tuple(totals), tuple(settlements))
