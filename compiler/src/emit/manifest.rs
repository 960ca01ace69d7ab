//! The manifest: which compiler made which bytes from which.

use crate::artifact::Artifacts;
use crate::cfn::json::print;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Where the manifest is.
pub const MANIFEST: &str = "manifest.json";

/// Adds the manifest of all that has been emitted from this text.
pub fn manifest(input: &str, artifacts: &mut Artifacts) {
    manifest_but(input, artifacts, &BTreeMap::new());
}

/// The same, but that these files are listed with these hashes: they are not as they were emitted.
pub fn manifest_but(input: &str, artifacts: &mut Artifacts, changed: &BTreeMap<String, String>) {
    let hash = |path: &str, bytes: &[u8]| changed.get(path).cloned().unwrap_or_else(|| sha256(bytes));
    let outputs: Map<String, Value> =
        artifacts.iter().map(|(path, bytes)| (path.to_owned(), json!(hash(path, bytes)))).collect();
    let manifest = json!({
        "compiler": format!("pipec {}", env!("CARGO_PKG_VERSION")),
        "input": sha256(input.as_bytes()),
        "outputs": outputs,
    });
    artifacts.add(MANIFEST, print(&manifest));
}

/// The paths and hashes that a manifest lists; none where the bytes are no manifest.
pub fn listed(manifest: &[u8]) -> BTreeMap<String, String> {
    let manifest: Value = serde_json::from_slice(manifest).unwrap_or_default();
    let outputs = manifest.get("outputs").and_then(Value::as_object);
    let hash = |(path, hash): (&String, &Value)| Some((path.clone(), hash.as_str()?.to_owned()));
    outputs.into_iter().flatten().filter_map(hash).collect()
}

/// The SHA-256 of these bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|it| format!("{it:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{MANIFEST, manifest};
    use crate::artifact::Artifacts;
    use serde_json::Value;

    #[test]
    fn the_manifest_lists_each_file_with_its_hash() {
        let mut artifacts = Artifacts::new();
        artifacts.add("b", "abc");
        artifacts.add("a/c", "");
        manifest("abc", &mut artifacts);
        let written: Value =
            serde_json::from_slice(artifacts.get(MANIFEST).expect("it is added")).expect("JSON");
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(written["input"], abc);
        assert_eq!(written["outputs"]["b"], abc);
        assert_eq!(written["outputs"].as_object().map(|it| it.len()), Some(2));
    }
}
