//! Touchpoints without training: a model of natural language inference is asked of each whether the comment speaks of it.

use super::config::softmax;
use super::{Classifier, Input};
use crate::error::{Error, Result};
use crate::labels::{Language, Touchpoint};

/// The touchpoints there are.
const TOUCHPOINTS: usize = Touchpoint::ALL.len();

/// A classifier that tells whether a hypothesis follows from a text.
pub struct ZeroShot {
    classifier: Classifier,
    entailment: usize,
    contradiction: usize,
}

impl ZeroShot {
    /// From a classifier whose labels say which is entailment and which is contradiction, whatever their case; a model of two labels
    /// may call the second `not_entailment`.
    ///
    /// # Errors
    ///
    /// If its labels are others; the message names them.
    pub fn new(classifier: Classifier) -> Result<Self> {
        let labels: Vec<String> = classifier.labels().iter().map(|label| label.to_lowercase()).collect();
        let find = |beginnings: &[&str]| {
            labels.iter().position(|label| beginnings.iter().any(|beginning| label.starts_with(beginning)))
        };
        let entailment = find(&["entail"]);
        let contradiction = find(&["contradict", "not_entail", "not entail", "not-entail", "non_entail", "non-entail"]);
        match (entailment, contradiction) {
            (Some(entailment), Some(contradiction)) => Ok(Self { classifier, entailment, contradiction }),
            _ => Err(Error::model(
                classifier.name(),
                format!(
                    "config.json: id2label names {}; for touchpoints without training, one must be entailment and one contradiction",
                    classifier.labels().join(", ")
                ),
            )),
        }
    }

    /// The classifier within.
    pub fn classifier(&self) -> &Classifier {
        &self.classifier
    }

    /// For each pair of a text and a hypothesis the probability that the one entails the other, contradiction being the only
    /// alternative: what the zero-shot pipeline of the transformers library gives with `multi_label=True`.
    ///
    /// # Errors
    ///
    /// If the tokenizer fails.
    pub fn entailment(&self, pairs: &[(&str, &str)]) -> Result<Vec<f32>> {
        let inputs: Vec<Input<'_>> = pairs.iter().map(|(text, hypothesis)| Input::pair(text, hypothesis)).collect();
        let logits = self.classifier.logits(&inputs)?;
        Ok(logits
            .iter()
            .map(|logits| {
                let mut both = [logits[self.entailment], logits[self.contradiction]];
                softmax(&mut both);
                both[0]
            })
            .collect())
    }

    /// For each comment the probability of every touchpoint, in the order of [`Touchpoint::ALL`]. Each costs one run of the model, so
    /// a comment takes fifteen times what it takes a classifier; give comments in chunks, since all their tokens are held at once.
    ///
    /// # Errors
    ///
    /// If the tokenizer fails.
    pub fn touchpoints(&self, comments: &[(&str, Language)]) -> Result<Vec<[f32; TOUCHPOINTS]>> {
        let pairs: Vec<(&str, &str)> = comments
            .iter()
            .flat_map(|(text, language)| {
                Touchpoint::ALL.iter().map(|touchpoint| (*text, hypothesis(*touchpoint, *language)))
            })
            .collect();
        let scores = self.entailment(&pairs)?;
        Ok(scores.as_chunks::<TOUCHPOINTS>().0.to_vec())
    }
}

/// What is asked of a comment: in Spanish of a Spanish one, in English of any other.
pub fn hypothesis(touchpoint: Touchpoint, language: Language) -> &'static str {
    let [spanish, english] = match touchpoint {
        Touchpoint::Marketing => [
            "Este comentario habla de la publicidad o de las promociones.",
            "This comment is about advertising or promotions.",
        ],
        Touchpoint::Price => [
            "Este comentario habla del precio, de lo caro o lo barato.",
            "This comment is about the price, how expensive or cheap it is.",
        ],
        Touchpoint::Availability => [
            "Este comentario habla de la disponibilidad: existencias, variedad, horarios o cobertura.",
            "This comment is about availability: stock, variety, opening hours or coverage.",
        ],
        Touchpoint::Purchase => [
            "Este comentario habla del proceso de comprar, reservar o pagar.",
            "This comment is about the process of buying, booking or paying.",
        ],
        Touchpoint::Premises => [
            "Este comentario habla del local: sus instalaciones, su limpieza o su ubicación.",
            "This comment is about the premises: the facilities, cleanliness or location.",
        ],
        Touchpoint::Digital => [
            "Este comentario habla de la página web o de la aplicación.",
            "This comment is about the website or the app.",
        ],
        Touchpoint::Staff => [
            "Este comentario habla del trato o la capacidad del personal.",
            "This comment is about the manner or competence of the staff.",
        ],
        Touchpoint::Delivery => [
            "Este comentario habla de la entrega, el envío o la puntualidad.",
            "This comment is about delivery, shipping or punctuality.",
        ],
        Touchpoint::Product => [
            "Este comentario habla de la calidad o el funcionamiento del producto.",
            "This comment is about the quality or performance of the product.",
        ],
        Touchpoint::Billing => [
            "Este comentario habla de la factura, los cobros o el contrato.",
            "This comment is about the bill, charges or the contract.",
        ],
        Touchpoint::Support => [
            "Este comentario habla de la atención al cliente ante una consulta o un problema.",
            "This comment is about customer service with a question or a problem.",
        ],
        Touchpoint::Aftersales => [
            "Este comentario habla de la garantía, la reparación o el servicio técnico.",
            "This comment is about the warranty, repair or technical service.",
        ],
        Touchpoint::Returns => [
            "Este comentario habla de una devolución, un cambio o un reembolso.",
            "This comment is about a return, an exchange or a refund.",
        ],
        Touchpoint::Loyalty => [
            "Este comentario habla de puntos, recompensas o ventajas para clientes fieles.",
            "This comment is about points, rewards or perks for loyal customers.",
        ],
        Touchpoint::Cancellation => [
            "Este comentario habla de cancelar o darse de baja.",
            "This comment is about cancelling or closing an account.",
        ],
    };
    if language == Language::Es { spanish } else { english }
}
