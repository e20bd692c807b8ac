//! Writing JSON Lines: exact bytes.

use sentir::write::{WriteFormat, WriteOptions};

use crate::written::{header, rows, text, written};

#[test]
fn jsonl_is_a_record_a_line() {
    let header = header(&["Comentario"], &[0]);
    let rows = rows(&[vec![text("=Caro\n\"sí\" 👍")], vec![text("")]]);
    let out = String::from_utf8(written(WriteFormat::Jsonl, &header, WriteOptions::default(), &rows)).unwrap();
    assert_eq!(
        out,
        r#"{"schema":"sentir.record/1","id":"R_1","row":1,"source":"survey.csv","column":"Comentario","question":null,"text":"=Caro\n\"sí\" 👍","lang":"es","lang_p":0.998,"sentiment":"mixed","sentiment_p":0.71,"sentiment_score":-0.04,"emotion":"frustration","emotion_p":0.64,"emotion_family":"anger","emotion_family_p":0.77,"touchpoints":[{"label":"product","stage":"use","p":0.93,"sentiment":"positive","sentiment_p":0.9},{"label":"delivery","stage":"receive","p":0.91,"sentiment":"negative","sentiment_p":0.9}],"flags":[],"status":"ok","model":"tester 1.0","fields":{"Canal":"Tienda"}}
{"schema":"sentir.record/1","id":"R_2","row":2,"source":"survey.csv","column":"Comentario","question":null,"text":"","lang":null,"lang_p":null,"sentiment":null,"sentiment_p":null,"sentiment_score":null,"emotion":null,"emotion_p":null,"emotion_family":null,"emotion_family_p":null,"touchpoints":null,"flags":["empty","placeholder"],"status":"skipped","model":null,"fields":{"Canal":"Tienda"}}
"#
    );
}
