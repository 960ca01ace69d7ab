//! The XML that S3 and the query protocol answer with, as far as tests read it.

use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// An answer in XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Xml(pub String);

impl Xml {
    /// The text of the first element of this name, if there is one.
    pub fn first(&self, name: &str) -> Option<String> {
        let document = self.document();
        let found = document.descendants().find(|it| it.has_tag_name(name) || it.tag_name().name() == name);
        found.map(text)
    }

    /// The texts of all elements of this name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.document().descendants().filter(|it| it.tag_name().name() == name).map(text).collect()
    }

    /// The texts in each item of the first list of this name, by their elements' names.
    pub fn list(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let document = self.document();
        let list = document.descendants().find(|it| it.tag_name().name() == name);
        let items =
            list.into_iter().flat_map(|it| it.children().filter(Node::is_element).collect::<Vec<_>>());
        items.map(|it| it.children().filter(Node::is_element).map(entry).collect()).collect()
    }

    fn document(&self) -> Document<'_> {
        Document::parse(&self.0).unwrap_or_else(|it| panic!("an answer is no XML ({it}): {}", self.0))
    }
}

fn entry(node: Node) -> (String, String) {
    (node.tag_name().name().to_owned(), text(node))
}

fn text(node: Node) -> String {
    node.text().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn texts_are_found_in_any_namespace() {
        let list = "<Outputs><member><OutputKey>k</OutputKey><OutputValue>v</OutputValue></member></Outputs>";
        let xml = Xml(format!("<A xmlns=\"urn:a\"><Status>DONE</Status>{list}</A>"));
        assert_eq!(xml.first("Status").as_deref(), Some("DONE"));
        assert_eq!(xml.first("Nothing"), None);
        assert_eq!(xml.list("Outputs")[0]["OutputValue"], "v");
    }
}
