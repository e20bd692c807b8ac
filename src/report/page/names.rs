//! What readers call the labels, in English and Spanish.

use super::paper::{Paper, Tongue};
use crate::labels::{Emotion, Family, Language, Sentiment, Stage, Touchpoint};

/// A label that has a name for readers.
pub(super) trait Named {
    /// In English and in Spanish, in lower case.
    fn names(self) -> (&'static str, &'static str);
}

impl Named for Sentiment {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Positive => ("positive", "positivo"),
            Self::Negative => ("negative", "negativo"),
            Self::Mixed => ("mixed", "mixto"),
            Self::Neutral => ("neutral", "neutro"),
        }
    }
}

impl Named for Emotion {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Joy => ("joy", "alegría"),
            Self::Satisfaction => ("satisfaction", "satisfacción"),
            Self::Gratitude => ("gratitude", "gratitud"),
            Self::Trust => ("trust", "confianza"),
            Self::Anger => ("anger", "enfado"),
            Self::Frustration => ("frustration", "frustración"),
            Self::Disappointment => ("disappointment", "decepción"),
            Self::Sadness => ("sadness", "tristeza"),
            Self::Worry => ("worry", "preocupación"),
            Self::Disgust => ("disgust", "asco"),
            Self::Surprise => ("surprise", "sorpresa"),
            Self::Confusion => ("confusion", "confusión"),
            Self::Neutral => ("no emotion", "sin emoción"),
        }
    }
}

impl Named for Family {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Joy => ("joy", "alegría"),
            Self::Anger => ("anger", "ira"),
            Self::Sadness => ("sadness", "tristeza"),
            Self::Fear => ("fear", "miedo"),
            Self::Disgust => ("disgust", "asco"),
            Self::Surprise => ("surprise", "sorpresa"),
            Self::Neutral => ("no emotion", "sin emoción"),
        }
    }
}

impl Named for Touchpoint {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Marketing => ("marketing", "marketing"),
            Self::Price => ("price", "precio"),
            Self::Availability => ("availability", "disponibilidad"),
            Self::Purchase => ("purchase", "compra"),
            Self::Premises => ("premises", "local"),
            Self::Digital => ("website and app", "web y app"),
            Self::Staff => ("staff", "personal"),
            Self::Delivery => ("delivery", "entrega"),
            Self::Product => ("product", "producto"),
            Self::Billing => ("billing", "facturación"),
            Self::Support => ("customer service", "atención al cliente"),
            Self::Aftersales => ("repairs and warranty", "servicio técnico"),
            Self::Returns => ("returns", "devoluciones"),
            Self::Loyalty => ("loyalty scheme", "fidelización"),
            Self::Cancellation => ("cancellation", "baja"),
        }
    }
}

impl Named for Stage {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Attract => ("attract", "atracción"),
            Self::Consider => ("consider", "consideración"),
            Self::Buy => ("buy", "compra"),
            Self::Receive => ("receive", "recepción"),
            Self::Use => ("use", "uso"),
            Self::Serve => ("serve", "atención"),
            Self::Keep => ("keep", "permanencia"),
            Self::Leave => ("leave", "salida"),
        }
    }
}

impl Named for Language {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Es => ("Spanish", "español"),
            Self::En => ("English", "inglés"),
            Self::Und => ("another language", "otro idioma"),
        }
    }
}

impl Paper {
    /// The reader's name of a label.
    pub(super) fn name(&self, label: impl Named) -> &'static str {
        let (en, es) = label.names();
        match self.tongue {
            Tongue::En => en,
            Tongue::Es => es,
        }
    }

    /// The touchpoint with its article, as sentences need it.
    pub(super) fn the(&self, label: Touchpoint) -> &'static str {
        let (en, es) = match label {
            Touchpoint::Marketing => ("marketing", "el marketing"),
            Touchpoint::Price => ("the price", "el precio"),
            Touchpoint::Availability => ("availability", "la disponibilidad"),
            Touchpoint::Purchase => ("the purchase", "la compra"),
            Touchpoint::Premises => ("the premises", "el local"),
            Touchpoint::Digital => ("the website and app", "la web y la app"),
            Touchpoint::Staff => ("the staff", "el personal"),
            Touchpoint::Delivery => ("delivery", "la entrega"),
            Touchpoint::Product => ("the product", "el producto"),
            Touchpoint::Billing => ("billing", "la facturación"),
            Touchpoint::Support => ("customer service", "la atención al cliente"),
            Touchpoint::Aftersales => ("repairs and warranty", "el servicio técnico"),
            Touchpoint::Returns => ("returns", "las devoluciones"),
            Touchpoint::Loyalty => ("the loyalty scheme", "la fidelización"),
            Touchpoint::Cancellation => ("cancellation", "la baja"),
        };
        self.say(en, es)
    }

    /// The same at the start of a sentence or in a table.
    pub(super) fn title(&self, label: impl Named) -> String {
        capital(self.name(label))
    }
}

/// `de` or `a` before an article: «del producto», «a la entrega».
pub(super) fn contracted(preposition: &str, noun: &str) -> String {
    match (preposition, noun.strip_prefix("el ")) {
        ("de" | "a", Some(rest)) => format!("{preposition}l {rest}"),
        _ => format!("{preposition} {noun}"),
    }
}

/// A text with its first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
