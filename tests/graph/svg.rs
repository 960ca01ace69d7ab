//! A picture as a reader sees it: boxes, arrows and text, with what is wrong with their places.

use roxmltree::{Document, Node};

/// A picture.
pub struct Drawn {
    pub width: i32,
    height: i32,
    /// The description of the whole.
    pub about: String,
    pub boxes: Vec<Box>,
    pub arrows: Vec<Arrow>,
    /// All that can be read.
    pub texts: Vec<String>,
}

/// A box.
pub struct Box {
    pub id: String,
    /// What is told of it where a pointer rests.
    pub about: String,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// An arrow.
pub struct Arrow {
    pub from: String,
    pub to: String,
    pub start: (i32, i32),
    pub end: (i32, i32),
}

impl Drawn {
    /// Reads a picture, which is complete in itself and says what it is.
    pub fn read(svg: &str) -> Drawn {
        let document = Document::parse(svg).unwrap_or_else(|it| panic!("{it}\n{svg}"));
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        assert!(text_of(root, "title").ends_with('.'), "{svg}");
        assert!(svg.contains("prefers-color-scheme: dark"));
        let elements = || root.descendants().filter(Node::is_element);
        for it in elements() {
            let name = it.tag_name().name();
            assert!(["svg", "title", "desc", "style", "rect", "text", "g", "path"].contains(&name), "{name}");
            let outside = it.attributes().find(|it| it.value().contains("url") || it.name().contains("href"));
            assert!(outside.is_none(), "{outside:?}");
        }
        assert!(!text_of(root, "style").contains("url") && !text_of(root, "style").contains("@import"));
        let style = text_of(root, "style");
        let (light, dark) = style.split_once("@media").expect("there are dark colours");
        for class in
            elements().filter(|it| it.tag_name().name() == "rect").filter_map(|it| it.attribute("class"))
        {
            let rule = format!(".pipec-graph .{class} {{ fill:");
            assert!(
                light.contains(&rule) && dark.contains(&rule),
                "boxes of {class} have no colour, and are black"
            );
        }
        Drawn {
            width: number(root, "width"),
            height: number(root, "height"),
            about: text_of(root, "desc"),
            boxes: elements().filter(|it| it.has_attribute("data-id")).map(shape).collect(),
            arrows: elements().filter(|it| it.has_attribute("data-from")).map(arrow).collect(),
            texts: elements().filter(|it| it.tag_name().name() == "text").map(text).collect(),
        }
    }

    /// Boxes that overlap or leave the picture, and arrows that end elsewhere than at their boxes.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (at, left) in self.boxes.iter().enumerate() {
            let overlapped = self.boxes[at + 1..].iter().filter(|it| left.overlaps(it));
            faults.extend(overlapped.map(|it| format!("{} lies over {}", left.id, it.id)));
            if left.x < 0
                || left.y < 0
                || left.x + left.width > self.width
                || left.y + left.height > self.height
            {
                faults.push(format!("{} leaves the picture", left.id));
            }
        }
        for it in &self.arrows {
            let (from, to) = (self.shape(&it.from), self.shape(&it.to));
            if it.start.0 != from.x + from.width || !from.is_beside(it.start.1) {
                faults.push(format!("an arrow to {} does not begin at {}", it.to, it.from));
            }
            if it.end.0 != to.x || !to.is_beside(it.end.1) {
                faults.push(format!("an arrow from {} does not end at {}", it.from, it.to));
            }
        }
        faults
    }

    fn shape(&self, id: &str) -> &Box {
        self.boxes.iter().find(|it| it.id == id).unwrap_or_else(|| panic!("no box is called {id}"))
    }
}

impl Box {
    fn overlaps(&self, other: &Box) -> bool {
        let apart = self.x + self.width <= other.x
            || other.x + other.width <= self.x
            || self.y + self.height <= other.y
            || other.y + other.height <= self.y;
        !apart
    }

    fn is_beside(&self, y: i32) -> bool {
        (self.y..=self.y + self.height).contains(&y)
    }
}

fn shape(it: Node<'_, '_>) -> Box {
    let rect = child(it, "rect");
    Box {
        id: it.attribute("data-id").unwrap_or_default().to_owned(),
        about: text_of(it, "title"),
        x: number(rect, "x"),
        y: number(rect, "y"),
        width: number(rect, "width"),
        height: number(rect, "height"),
    }
}

/// The line ends where its head's point is.
fn arrow(it: Node<'_, '_>) -> Arrow {
    let line = child(it, "path").attribute("d").unwrap_or_default();
    let numbers = |text: &str| -> Vec<i32> {
        let words = text.split(|it: char| !it.is_ascii_digit() && it != '-').filter(|it| !it.is_empty());
        words.map(|it| it.parse().expect("a place is a whole number")).collect()
    };
    let (curve, last) = line.rsplit_once('H').expect("an arrow ends level");
    let curve = numbers(curve);
    Arrow {
        from: it.attribute("data-from").unwrap_or_default().to_owned(),
        to: it.attribute("data-to").unwrap_or_default().to_owned(),
        start: (curve[0], curve[1]),
        end: (numbers(last)[0], curve[curve.len() - 1]),
    }
}

fn child<'a, 'd>(it: Node<'a, 'd>, name: &str) -> Node<'a, 'd> {
    let found = it.children().find(|it| it.tag_name().name() == name);
    found.unwrap_or_else(|| panic!("there is no `{name}`"))
}

fn text_of(it: Node<'_, '_>, name: &str) -> String {
    text(child(it, name))
}

fn text(it: Node<'_, '_>) -> String {
    it.text().unwrap_or_default().to_owned()
}

fn number(it: Node<'_, '_>, name: &str) -> i32 {
    it.attribute(name).and_then(|it| it.parse().ok()).unwrap_or_else(|| panic!("`{name}` is no whole number"))
}
