//! What the figures mean, at the end of the page.

use std::fmt::Write;

use super::paper::{Paper, escape};
use crate::labels::Touchpoint;
use crate::report::Report;

pub(super) fn definitions(paper: &mut Paper, report: &Report) {
    let heading = paper.say("What the figures mean", "Qué significan las cifras");
    paper.section("definitions", heading);
    let mut terms: Vec<(String, String)> = Vec::new();
    let mut term = |name: &str, text: &str| terms.push((name.to_owned(), text.to_owned()));
    term(
        paper.say("Net sentiment", "Sentimiento neto"),
        paper.say(
            "The percentage of positive comments less that of negative ones, from −100 to +100. Mixed and neutral comments count in the \
             whole. That of a touchpoint is praise less complaint, among those who mention it.",
            "El porcentaje de comentarios positivos menos el de negativos, de −100 a +100. Los mixtos y los neutros cuentan en el total. \
             El de un punto de contacto son los elogios menos las quejas, entre quienes lo mencionan.",
        ),
    );
    term(
        paper.say("Sentiment", "Sentimiento"),
        paper.say(
            "Positive, negative, mixed (clear praise and clear criticism, neither dominates) or neutral (no judgement).",
            "Positivo, negativo, mixto (hay un elogio claro y una crítica clara, y ninguno domina) o neutro (sin valoración).",
        ),
    );
    let names: Vec<String> = Touchpoint::ALL.iter().map(|label| paper.name(*label).to_owned()).collect();
    let touchpoints = format!(
        "{} {}.",
        paper.say(
            "A part of the experience that a comment mentions, with its own sentiment. In the order of the journey:",
            "Una parte de la experiencia que un comentario menciona, con su propio sentimiento. En el orden del recorrido:",
        ),
        paper.listed(&names)
    );
    term(paper.say("Touchpoint", "Punto de contacto"), &touchpoints);
    term(
        paper.say("Complaint and praise", "Queja y elogio"),
        paper.say(
            "A comment complains about a touchpoint where its sentiment about it is negative or mixed, and praises it where that is \
             positive or mixed: a mixed one does both.",
            "Un comentario se queja de un punto de contacto si su sentimiento hacia él es negativo o mixto, y lo elogia si es positivo o \
             mixto: uno mixto hace ambas cosas.",
        ),
    );
    term(
        paper.say("Blind spot", "Punto ciego"),
        paper.say(
            "A stage of the journey that no comment mentions. Silence does not mean that all is well there.",
            "Una etapa del recorrido que ningún comentario menciona. El silencio no significa que ahí todo vaya bien.",
        ),
    );
    term(
        paper.say("n and [intervals]", "n e [intervalos]"),
        paper.say(
            "n is how many comments or customers a figure rests on. The brackets hold its 95% interval: Wilson's for percentages, that of \
             Bonett and Price for net sentiment. It covers the chance of who happened to answer, not those who never answer nor, unless it \
             says corrected, the model's own errors.",
            "n es el número de comentarios o clientes en que se apoya la cifra. Entre corchetes va su intervalo del 95 %: el de Wilson para \
             los porcentajes y el de Bonett y Price para el sentimiento neto. Cubre el azar de quién ha respondido, no a quien nunca responde \
             ni, salvo donde dice corregido, los errores del modelo.",
        ),
    );
    if !report.by.is_empty() {
        term(
            paper.say("Differences and p", "Diferencias y p"),
            paper.say(
                "A group's net sentiment less that of all others. p is how often chance alone would give so large a difference; the \
                 corrected p allows for the number of groups compared, of all columns together (Holm). Below 0.05 it is “more than chance explains”.",
                "El sentimiento neto de un grupo menos el de todos los demás. p es con qué frecuencia el azar por sí solo daría una \
                 diferencia tan grande; la p corregida tiene en cuenta cuántos grupos se comparan, de todas las columnas (Holm). Por debajo de 0,05 es «más de lo \
                 que explica el azar».",
            ),
        );
    }
    if report.counts.customers.is_some() {
        term(
            paper.say("Customers", "Clientes"),
            paper.say(
                "Each customer has one vote, and so has each customer in every group, period or side that figures are of: n is how many \
                 customers are there, and percentages are of their votes. The comments of a customer there share the vote, so a \
                 customer who complains in one of two comments gives the complaint half a vote.",
                "Cada cliente tiene un voto, también en cada grupo, periodo o lado del que se dan cifras: n es cuántos clientes hay ahí, y \
                 los porcentajes son de sus votos. Los comentarios de un cliente se reparten ahí su voto: quien se queja en uno de sus dos \
                 comentarios da medio voto a la queja.",
            ),
        );
    }
    let mut list = String::from("<dl class=\"terms\">");
    for (name, text) in terms {
        let _ = write!(list, "<div><dt>{}</dt><dd>{}</dd></div>", escape(&name), escape(&text));
    }
    list.push_str("</dl>");
    paper.raw(&list);
    paper.end();
}
