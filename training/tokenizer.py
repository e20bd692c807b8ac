"""Train the WordPiece vocabulary: NFC, lower case, accents kept, every emoji a token of its own."""

import argparse
import re
from collections import Counter
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from corpus import split

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
VOCABULARY = 16000
ALPHABET = 1000

# Written out as characters, not as a property or an escape: the engines that read the file differ in those.
BLOCKS = [(0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2300, 0x23FF), (0x2B00, 0x2BFF), (0x2190, 0x21FF)]
EMOJI = "[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in BLOCKS) + "]"
VARIATION = "\ufe0f"
SKIN_TONES = [chr(c) for c in range(0x1F3FB, 0x1F400)]


def blank():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=60))
    # Variation selectors and skin tones go, so that one emoji is one token however it was typed.
    drop = normalizers.Replace(Regex(f"[{VARIATION}{SKIN_TONES[0]}-{SKIN_TONES[-1]}]"), "")
    tidy = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=True)
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), drop, tidy])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(EMOJI), "isolated"),
        pre_tokenizers.BertPreTokenizer(),
    ])
    return tokenizer


def sample(work):
    """Both languages as prepared (news-like text is capped there), the corpus once more for its own words."""
    for lang in ("es", "en"):
        with open(work / f"text.{lang}.txt", encoding="utf-8") as lines:
            yield from lines
    for row in split()[0]:
        for _ in range(3):
            yield row["text"]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    work = options.parse_args().work

    counts = Counter(c for text in sample(work) for c in re.findall(EMOJI, text) if c not in SKIN_TONES)
    frequent = [c for c, n in counts.most_common(500) if n >= 3]
    tokenizer = blank()
    trainer = trainers.WordPieceTrainer(
        vocab_size=VOCABULARY, min_frequency=3, special_tokens=SPECIALS, limit_alphabet=ALPHABET,
        initial_alphabet=frequent, show_progress=False)
    tokenizer.train_from_iterator(sample(work), trainer)

    # In a pair the question comes first and is segment 1, so that the text itself is always segment 0.
    ids = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:1 $A:1 [SEP]:1 $B:0 [SEP]:0", special_tokens=ids)
    tokenizer.save(str(work / "tokenizer.json"))
    print(tokenizer.get_vocab_size(), "tokens,", len(frequent), "emoji")
    for text in ("¡Qué pésima atención! El niño esperó 3 horas 😡😡", "Loved it ❤️👍🏽 would't change a thing"):
        print(tokenizer.encode(text).tokens)


if __name__ == "__main__":
    main()
