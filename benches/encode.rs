//! One micro-batch for each length of comment, in bytes and in floats: `cargo bench --bench encode`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sentir::batch::TOKEN_BUDGET;
use sentir::encode::candle::CandleBert;
use sentir::encode::fused::FusedEncoder;
use sentir::encode::{Encoder, Precision};
use sentir::model::{Files, Pooling};
use sentir::tokenize::Sequence;

/// Tokens of a comment: the shortest, a median one, long ones, a whole window.
const LENGTHS: [usize; 5] = [8, 17, 32, 96, 256];

fn encoders(criterion: &mut Criterion) {
    let files = Files::bundled();
    let load = |precision| FusedEncoder::load(&files, Pooling::SegmentMeanMax, precision).expect("the bundled model");
    let encoders: [(&str, Box<dyn Encoder>); 3] = [
        ("int8", Box::new(load(Precision::Int8))),
        ("f32", Box::new(load(Precision::F32))),
        ("candle", Box::new(CandleBert::load(&files, Pooling::SegmentMeanMax).expect("the bundled model"))),
    ];
    for (name, encoder) in &encoders {
        let mut group = criterion.benchmark_group(format!("encode {name}"));
        for length in LENGTHS {
            let sequences = vec![sequence(length); TOKEN_BUDGET / length];
            let sequences: Vec<&Sequence> = sequences.iter().collect();
            group.throughput(Throughput::Elements((sequences.len() * length) as u64));
            group.bench_function(BenchmarkId::from_parameter(length), |bencher| {
                bencher.iter(|| encoder.encode(black_box(&sequences)).expect("vectors"));
            });
        }
        group.finish();
    }
}

/// Ordinary tokens; which ones does not matter for the time.
fn sequence(length: usize) -> Sequence {
    Sequence { ids: (0..length).map(|n| 100 + n as u32 * 31 % 9000).collect(), segments: vec![0; length] }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = encoders
}
criterion_main!(benches);
