//! Where things stand in the checkout.

use serde_json::Value;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The top of the checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests stand in a folder of the checkout")
}

/// The one target folder.
pub fn target() -> PathBuf {
    // Test binaries stand in `<target>/<profile>/deps`.
    let binary = env::current_exe().expect("a test knows its own binary");
    binary.ancestors().nth(3).expect("test binaries stand three folders deep").to_owned()
}

/// An empty folder of this name below the target folder.
pub fn scratch(name: &str) -> PathBuf {
    let folder = target().join("scratch").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the scratch folder is ours");
    }
    fs::create_dir_all(&folder).expect("the scratch folder can be made");
    folder
}

/// A spec that is documented, compiled and kept.
#[derive(Debug, Clone)]
pub struct Spec {
    /// Its name without `.yaml`; the name of its golden, too.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
}

impl Spec {
    /// Its checked-in output.
    pub fn golden(&self) -> PathBuf {
        root().join("generated").join(&self.name)
    }

    /// Its text.
    pub fn text(&self) -> String {
        read(&self.path)
    }
}

/// Specs whose windows no engine on AWS is built for yet: they run on this machine only, and have no golden.
pub const LOCAL: [&str; 1] = ["stock-trading"];

/// The specs that can be deployed, by name.
pub fn specs() -> Vec<Spec> {
    every_spec().into_iter().filter(|it| !LOCAL.contains(&it.name.as_str())).collect()
}

/// All specs, by name.
pub fn every_spec() -> Vec<Spec> {
    let yaml = |path: &PathBuf| path.extension().is_some_and(|it| it == "yaml");
    entries(&root().join("specs"))
        .into_iter()
        .filter(yaml)
        .map(|path| Spec { name: stem(&path), path })
        .collect()
}

/// A stack that a spec becomes: one, or one for each of its environments.
#[derive(Debug, Clone)]
pub struct Stack {
    /// The spec's name, and that of the environment behind a point if there is one.
    pub name: String,
    /// The spec.
    pub spec: Spec,
    /// The environment.
    pub environment: Option<String>,
    /// Where its checked-in template and policies are.
    pub folder: PathBuf,
}

impl Stack {
    /// Its checked-in template.
    pub fn template(&self) -> Value {
        let text = read(&self.folder.join("template.json"));
        serde_json::from_str(&text).expect("a golden's template is JSON")
    }

    /// The path of that.
    pub fn path(&self) -> PathBuf {
        self.folder.join("template.json")
    }
}

/// The stacks of all specs that can be deployed, by name.
pub fn stacks() -> Vec<Stack> {
    specs().into_iter().flat_map(|it| stacks_of(&it)).collect()
}

fn stacks_of(spec: &Spec) -> Vec<Stack> {
    let (name, spec, folder) = (spec.name.clone(), spec.clone(), spec.golden());
    let environments = folder.join("environments");
    if !environments.exists() {
        return vec![Stack { name, spec, environment: None, folder }];
    }
    let stacks = entries(&environments).into_iter().map(|folder| {
        let environment = stem(&folder);
        let name = format!("{name}.{environment}");
        Stack { name, spec: spec.clone(), environment: Some(environment), folder }
    });
    stacks.collect()
}

/// The checked-in template of a stack, by its name.
pub fn template(stack: &str) -> Value {
    let found = stacks().into_iter().find(|it| it.name == stack);
    found.unwrap_or_else(|| panic!("no stack is called {stack}")).template()
}

/// A folder's entries, sorted.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let list =
        fs::read_dir(folder).unwrap_or_else(|it| panic!("{} cannot be listed: {it}", folder.display()));
    let mut entries: Vec<PathBuf> = list.map(|it| it.expect("a folder's entry can be read").path()).collect();
    entries.sort();
    entries
}

/// All files below a folder, sorted, as paths from there with `/`; what `skip` says yes to is left out.
pub fn files(folder: &Path, skip: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for path in entries(&next) {
            let name = path.strip_prefix(folder).expect("entries stand below their folder");
            let name = name.to_str().expect("our names are text").replace('\\', "/");
            match (skip(&name), path.is_dir()) {
                (true, _) => {}
                (false, true) => waiting.push(path),
                (false, false) => found.push(name),
            }
        }
    }
    found.sort();
    found
}

/// A file's text.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|it| panic!("{} cannot be read: {it}", path.display()))
}

/// A file's name without its last ending.
pub fn stem(path: &Path) -> String {
    path.file_stem().and_then(|it| it.to_str()).expect("our files have names").to_owned()
}
