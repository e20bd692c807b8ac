//! Fetching a model, from a server on this machine that answers as the hub does.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Output;
use std::sync::Arc;

use assert_cmd::Command;

use crate::tiny_models::{case, folder as model};

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

type Files = Arc<BTreeMap<String, Vec<u8>>>;

/// Serves the files of a folder as the repository `org/tiny`, one commit old; gives its address.
fn serve(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries.map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        (name, std::fs::read(entry.path()).unwrap())
    });
    let files: Files = Arc::new(files.chain([("notes.txt".to_owned(), b"not asked for".to_vec())]).collect());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let files = Arc::clone(&files);
            std::thread::spawn(move || answer(stream, &files));
        }
    });
    address
}

fn answer(mut stream: TcpStream, files: &Files) {
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    lines.read_line(&mut request).unwrap();
    let mut line = String::new();
    while lines.read_line(&mut line).is_ok_and(|length| length > 2) {
        line.clear();
    }
    let mut parts = request.split(' ');
    let (method, path) = (parts.next().unwrap(), parts.next().unwrap_or_default());
    let path = path.split('?').next().unwrap();
    let tree = format!("/api/models/org/tiny/tree/{COMMIT}");
    let resolve = format!("/org/tiny/resolve/{COMMIT}/");
    let (status, body) = if ["/api/models/org/tiny", "/api/models/org/tiny/revision/main"].contains(&path) {
        ("200 OK", serde_json::json!({"id": "org/tiny", "sha": COMMIT}).to_string().into_bytes())
    } else if path == tree {
        let entry = |(path, bytes): (&String, &Vec<u8>)| serde_json::json!({"type": "file", "oid": "00", "size": bytes.len(), "path": path});
        ("200 OK", serde_json::Value::Array(files.iter().map(entry).collect()).to_string().into_bytes())
    } else if let Some(bytes) = path.strip_prefix(&resolve).and_then(|name| files.get(name)) {
        ("200 OK", bytes.clone())
    } else {
        ("404 Not Found", b"{\"error\": \"not found\"}".to_vec())
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nContent-Type: application/json\r\nETag: \"{:x}\"\r\nX-Repo-Commit: {COMMIT}\r\n\
         Connection: close\r\n\r\n",
        body.len(),
        twox_hash::XxHash3_64::oneshot(path.as_bytes())
    );
    stream.write_all(head.as_bytes()).unwrap();
    if method != "HEAD" {
        stream.write_all(&body).unwrap();
    }
}

#[test]
fn a_model_is_fetched_pinned_and_verified() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    let endpoint = serve(model(&case("bert")).path());
    let sentir = |args: &[&str]| -> Output {
        let mut command = Command::cargo_bin("sentir").unwrap();
        command.env("HF_ENDPOINT", &endpoint).env("HF_HUB_CACHE", &cache).args(args).output().unwrap()
    };
    let said = |output: &Output| String::from_utf8_lossy(&[&*output.stdout, &output.stderr].concat()).into_owned();

    let fetched = sentir(&["models", "fetch", "org/tiny"]);
    assert!(fetched.status.success(), "{}", said(&fetched));
    let snapshot = cache.join("models--org--tiny/snapshots").join(COMMIT);
    assert!(!snapshot.join("notes.txt").exists(), "only a model's files are fetched");
    let receipt = std::fs::read_to_string(snapshot.join("sentir-fetched.toml")).unwrap();
    assert!(receipt.contains(COMMIT) && receipt.contains("model.safetensors"), "{receipt}");
    assert!(said(&sentir(&["models", "list"])).contains("org/tiny  cached  classifier"));
    let pinned = format!("org/tiny@{COMMIT}");
    for name in ["org/tiny", &pinned] {
        let verified = sentir(&["models", "verify", name]);
        assert!(verified.status.success() && said(&verified).contains(COMMIT), "{}", said(&verified));
    }
    assert!(sentir(&["models", "fetch", &pinned]).status.success());

    // A pointer to a blob: what is behind it is damaged.
    let weights = std::fs::canonicalize(snapshot.join("model.safetensors")).unwrap();
    let mut bytes = std::fs::read(&weights).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&weights, bytes).unwrap();
    let damaged = sentir(&["models", "verify", "org/tiny"]);
    assert_eq!(damaged.status.code(), Some(5), "{}", said(&damaged));
    assert!(said(&damaged).contains("model.safetensors"), "{}", said(&damaged));

    let missing = sentir(&["models", "fetch", "org/nothing"]);
    assert_eq!(missing.status.code(), Some(5), "{}", said(&missing));
    assert_eq!(sentir(&["models", "fetch", "nonsense"]).status.code(), Some(2));
}

#[test]
fn the_hashes_of_the_training_texts_are_fetched() {
    let (model, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for name in ["model.toml", "seen.bin"] {
        std::fs::write(model.path().join(name), name).unwrap();
    }
    let endpoint = serve(model.path());
    let mut command = Command::cargo_bin("sentir").unwrap();
    command.env("HF_ENDPOINT", endpoint).env("HF_HUB_CACHE", cache.path());
    // It is no whole model, which is found out when its files are there.
    let fetched = command.args(["models", "fetch", "org/tiny"]).output().unwrap();
    let hashes = cache.path().join("models--org--tiny/snapshots").join(COMMIT).join("seen.bin");
    assert!(hashes.is_file(), "{}", String::from_utf8_lossy(&fetched.stderr));
}
