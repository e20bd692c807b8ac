//! The label scheme: sentiment, emotion and its families, touchpoints and their journey stages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares a closed set of labels with its names in the order the model and the records use.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every label, in the order of the model's outputs.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The label's name in files.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// The label of a name in a file.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|label| label.name() == name)
            }

            /// The label's place in [`ALL`](Self::ALL).
            pub const fn index(self) -> usize {
                self as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

labels! {
    /// What the writer thinks of it, on balance.
    Sentiment {
        /// Pleased.
        Positive = "positive",
        /// Displeased.
        Negative = "negative",
        /// Something praised and something criticised, and neither dominates.
        Mixed = "mixed",
        /// No evaluation.
        Neutral = "neutral",
    }
}

impl Sentiment {
    /// Whether who speaks so of a touchpoint praises it: something is good about it, whatever else is not.
    pub const fn praises(self) -> bool {
        matches!(self, Self::Positive | Self::Mixed)
    }

    /// Whether who speaks so of a touchpoint complains about it: something is bad about it, whatever else is not.
    pub const fn complains(self) -> bool {
        matches!(self, Self::Negative | Self::Mixed)
    }
}

labels! {
    /// What the writer feels.
    Emotion {
        /// Delight, excitement, love, fun.
        Joy = "joy",
        /// Calm contentment.
        Satisfaction = "satisfaction",
        /// Thanks towards someone.
        Gratitude = "gratitude",
        /// Confidence, reassurance, loyalty.
        Trust = "trust",
        /// Outrage, indignation, hostility.
        Anger = "anger",
        /// Annoyance, impatience, being blocked.
        Frustration = "frustration",
        /// It fell short of what was expected or promised.
        Disappointment = "disappointment",
        /// Sorrow, hurt, loss, nostalgia.
        Sadness = "sadness",
        /// Fear, anxiety, insecurity.
        Worry = "worry",
        /// Physical revulsion or moral contempt.
        Disgust = "disgust",
        /// The unexpected, good or bad.
        Surprise = "surprise",
        /// Does not understand.
        Confusion = "confusion",
        /// No emotion expressed.
        Neutral = "neutral",
    }
}

labels! {
    /// The public seven-class emotion set; a family's probability is the sum of its fine emotions'.
    Family {
        /// Joy, satisfaction, gratitude, trust.
        Joy = "joy",
        /// Anger, frustration.
        Anger = "anger",
        /// Disappointment, sadness.
        Sadness = "sadness",
        /// Worry.
        Fear = "fear",
        /// Disgust.
        Disgust = "disgust",
        /// Surprise, confusion.
        Surprise = "surprise",
        /// No emotion.
        Neutral = "neutral",
    }
}

labels! {
    /// What the comment speaks of.
    Touchpoint {
        /// Advertising, promotions, brand promise.
        Marketing = "marketing",
        /// Price, value for money, fees.
        Price = "price",
        /// Stock, assortment, free slots, opening hours, coverage.
        Availability = "availability",
        /// Ordering, booking, checkout, paying.
        Purchase = "purchase",
        /// The physical place.
        Premises = "premises",
        /// Web site, app, kiosk.
        Digital = "digital",
        /// The people: attitude and competence.
        Staff = "staff",
        /// Shipping, punctuality, installation, order complete and right.
        Delivery = "delivery",
        /// Quality and function of the product or the core service.
        Product = "product",
        /// Invoices, charges, contract terms.
        Billing = "billing",
        /// Customer service: waiting, answers, resolution.
        Support = "support",
        /// Warranty, repair, maintenance.
        Aftersales = "aftersales",
        /// Returns, exchanges, refunds.
        Returns = "returns",
        /// Points, rewards, membership.
        Loyalty = "loyalty",
        /// Cancelling, porting out, closing the account.
        Cancellation = "cancellation",
    }
}

labels! {
    /// Where on the customer's journey a touchpoint lies.
    Stage {
        /// Before the customer looks for anything.
        Attract = "attract",
        /// Weighing whether to buy.
        Consider = "consider",
        /// Buying.
        Buy = "buy",
        /// Getting what was bought.
        Receive = "receive",
        /// Using it.
        Use = "use",
        /// Being helped with it.
        Serve = "serve",
        /// Being kept.
        Keep = "keep",
        /// Leaving.
        Leave = "leave",
    }
}

labels! {
    /// The language of a comment: a closed set.
    Language {
        /// Spanish.
        Es = "es",
        /// English.
        En = "en",
        /// Another language, or none to be told.
        Und = "und",
    }
}

impl Emotion {
    /// The family a fine emotion belongs to.
    pub const fn family(self) -> Family {
        match self {
            Self::Joy | Self::Satisfaction | Self::Gratitude | Self::Trust => Family::Joy,
            Self::Anger | Self::Frustration => Family::Anger,
            Self::Disappointment | Self::Sadness => Family::Sadness,
            Self::Worry => Family::Fear,
            Self::Disgust => Family::Disgust,
            Self::Surprise | Self::Confusion => Family::Surprise,
            Self::Neutral => Family::Neutral,
        }
    }
}

impl Touchpoint {
    /// The journey stage a touchpoint belongs to.
    pub const fn stage(self) -> Stage {
        match self {
            Self::Marketing => Stage::Attract,
            Self::Price | Self::Availability => Stage::Consider,
            Self::Purchase | Self::Premises | Self::Digital | Self::Staff => Stage::Buy,
            Self::Delivery => Stage::Receive,
            Self::Product | Self::Billing => Stage::Use,
            Self::Support | Self::Aftersales | Self::Returns => Stage::Serve,
            Self::Loyalty => Stage::Keep,
            Self::Cancellation => Stage::Leave,
        }
    }
}
