"""The label scheme: names and order of every class. The order is part of the model format."""

SENTIMENTS = ["positive", "negative", "mixed", "neutral"]

EMOTIONS = [
    "joy", "satisfaction", "gratitude", "trust", "anger", "frustration", "disappointment",
    "sadness", "worry", "disgust", "surprise", "confusion", "neutral",
]

FAMILY = {
    "joy": "joy", "satisfaction": "joy", "gratitude": "joy", "trust": "joy",
    "anger": "anger", "frustration": "anger",
    "disappointment": "sadness", "sadness": "sadness",
    "worry": "fear", "disgust": "disgust",
    "surprise": "surprise", "confusion": "surprise",
    "neutral": "neutral",
}

FAMILIES = ["joy", "anger", "sadness", "fear", "disgust", "surprise", "neutral"]

TOUCHPOINTS = [
    "marketing", "price", "availability", "purchase", "premises", "digital", "staff", "delivery",
    "product", "billing", "support", "aftersales", "returns", "loyalty", "cancellation",
]

STATES = ["absent", "positive", "negative", "neutral", "mixed"]

FAMILY_OF = [FAMILIES.index(FAMILY[e]) for e in EMOTIONS]
