//! Each kernel of the encoder on a full micro-batch, in bytes and in floats, one thread: `cargo bench --bench kernels`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sentir::encode::Precision;
use sentir::encode::alone;
use sentir::model::Files;

fn kernels(criterion: &mut Criterion) {
    for precision in [Precision::Int8, Precision::F32] {
        let mut group = criterion.benchmark_group(precision.name());
        for mut kernel in alone::kernels(&Files::bundled(), precision).expect("the bundled model") {
            group.throughput(Throughput::Elements(kernel.tokens as u64));
            group.bench_function(kernel.name.clone(), |bencher| bencher.iter(|| kernel.run()));
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = kernels
}
criterion_main!(benches);
