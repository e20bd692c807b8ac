//! The stages around the encoder, each on one thread: `cargo bench --bench stages`. They must never be the limit.

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sentir::journal::{Journal, Replay};
use sentir::language::{self, Mix};
use sentir::model::Files;
use sentir::normalize::normalize;
use sentir::pipeline::{self, Options, Task};
use sentir::read::roles::{Roles, TextColumn};
use sentir::read::{self, Input, ReadOptions};
use sentir::tokenize::Tokenizer;
use sentir::write::{self, Header, Target, WriteFormat, WriteOptions};
use sentir::{Tagger, write::TaggedRow};

fn stages(criterion: &mut Criterion) {
    let texts = texts();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("comments.csv");
    write_csv(&path, &texts);
    let open = || read::open(&Input::File(path.clone()), &ReadOptions::default()).expect("it is read");

    let mut group = criterion.benchmark_group("comments");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("read csv", |bencher| {
        bencher.iter(|| {
            let mut source = open();
            while let Some(row) = source.next_row().expect("a row") {
                black_box(row);
            }
        });
    });
    group.bench_function("normalize", |bencher| {
        bencher.iter(|| texts.iter().map(|text| normalize(text).text.len()).sum::<usize>());
    });
    let mix = Mix::of(texts.iter().map(String::as_str));
    group.bench_function("detect language", |bencher| {
        bencher.iter(|| texts.iter().map(|text| language::detect(text, None, &mix).p).sum::<f64>());
    });
    let tokenizer = tokenizer();
    group.bench_function("tokenize", |bencher| {
        bencher.iter(|| {
            texts.iter().map(|text| tokenizer.tokenize(None, text).expect("tokens").windows.len()).sum::<usize>()
        });
    });

    let source = open();
    let header = Header { columns: source.info.columns.clone(), text: vec![1] };
    let rows = tagged(source, mix);
    for format in [WriteFormat::Csv, WriteFormat::Jsonl, WriteFormat::Xlsx, WriteFormat::Parquet] {
        group.bench_function(format!("write {}", format.name()), |bencher| {
            bencher.iter(|| {
                let target = Target::stream("nowhere", Box::new(std::io::sink())).expect("a target");
                let mut sink = write::open(target, format, &header, WriteOptions::default()).expect("a sink");
                rows.iter().try_for_each(|row| sink.write(row)).and_then(|()| sink.finish()).expect("written");
            });
        });
    }
    group.finish();
}

fn texts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/corpus/dev.jsonl");
    let text = std::fs::read_to_string(path).expect("the corpus");
    let row = |line: &str| -> serde_json::Value { serde_json::from_str(line).expect("JSON") };
    text.lines().map(|line| row(line)["text"].as_str().expect("a text").to_owned()).collect()
}

fn write_csv(path: &Path, texts: &[String]) {
    let mut writer = csv::Writer::from_path(path).expect("a file");
    writer.write_record(["id", "comment"]).expect("written");
    for (row, text) in texts.iter().enumerate() {
        writer.write_record([row.to_string().as_str(), text]).expect("written");
    }
    writer.flush().expect("written");
}

fn tokenizer() -> Tokenizer {
    let files = Files::bundled();
    let manifest = files.manifest().expect("the bundled model");
    Tokenizer::new(&files.name, &files.tokenizer, manifest.max_tokens, manifest.question_tokens, usize::MAX)
        .expect("the bundled model")
}

fn tagged(source: read::Source, mix: Mix) -> Vec<TaggedRow> {
    let roles = Roles { text: vec![TextColumn { index: 1, question: None }], id: Some(0), ..Roles::default() };
    let tagger = Tagger::bundled().expect("the bundled model");
    let options = Options { jobs: 2, lang: None, probs: false, fields: true };
    let mut rows = Vec::new();
    let task = Task { source, roles, mix };
    pipeline::run(
        &tagger,
        vec![task],
        &options,
        Replay::none(),
        &mut Journal::none(),
        &AtomicBool::new(false),
        |row| {
            rows.push(TaggedRow { cells: row.cells.clone(), records: row.records.clone() });
            Ok(())
        },
    )
    .expect("it runs");
    rows
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = stages
}
criterion_main!(benches);
