//! Places for boxes in layers from left to right, none of which overlap; an arrow has a place in each layer between.

/// Room between things of a layer.
const GAP: i32 = 18;
/// Room between layers.
const STEP: i32 = 34;
/// How often the order and the heights are made better.
const ROUNDS: usize = 12;

/// Something that takes room.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// Its left side.
    pub x: i32,
    /// Its middle.
    pub y: i32,
    layer: usize,
}

/// An arrow's way: its label, and the items that it passes.
#[derive(Debug, Clone)]
pub struct Way {
    /// The item of its label.
    pub label: usize,
    /// The items from tail to head, both included.
    pub through: Vec<usize>,
}

/// Items that have their places: first the boxes in the order given, then labels and bends.
#[derive(Debug)]
pub struct Layout {
    /// The items.
    pub items: Vec<Item>,
    /// The arrows, in the order given.
    pub ways: Vec<Way>,
    /// The right end of all.
    pub width: i32,
    /// The lower end of all.
    pub height: i32,
    layers: Vec<Vec<usize>>,
}

/// The sizes of boxes, and arrows as tail, head and size of the label.
pub type Arrow = (usize, usize, (i32, i32));

/// Places all of them. Arrows do not go round in circles.
pub fn layout(boxes: &[(i32, i32)], arrows: &[Arrow]) -> Layout {
    let layers = layers(boxes.len(), arrows);
    let item =
        |(&(width, height), layer): (&(i32, i32), &usize)| Item { width, height, x: 0, y: 0, layer: *layer };
    let items = boxes.iter().zip(&layers).map(item).collect();
    let mut layout = Layout { items, ways: Vec::new(), width: 0, height: 0, layers: Vec::new() };
    arrows.iter().for_each(|it| layout.add(it));
    layout.arrange();
    layout
}

/// The longest way to each box. Odd layers are for labels.
fn layers(count: usize, arrows: &[Arrow]) -> Vec<usize> {
    let mut layers = vec![0; count];
    for _ in 0..count {
        for (from, to, _) in arrows {
            layers[*to] = layers[*to].max(layers[*from] + 2);
        }
    }
    layers
}

impl Layout {
    /// An arrow's label stands just before its head, where arrows of one tail are apart already.
    fn add(&mut self, (from, to, (width, height)): &Arrow) {
        let mut through = vec![*from];
        for layer in self.items[*from].layer + 1..self.items[*to].layer {
            let is_label = layer + 1 == self.items[*to].layer;
            let (width, height) = if is_label { (*width, *height) } else { (0, 0) };
            through.push(self.items.len());
            self.items.push(Item { width, height, x: 0, y: 0, layer });
        }
        self.ways.push(Way { label: self.items.len() - 1, through: [through, vec![*to]].concat() });
    }

    fn arrange(&mut self) {
        let last = self.items.iter().map(|it| it.layer).max().unwrap_or_default();
        self.layers = (0..=last).map(|it| self.at(it)).collect();
        self.columns();
        let links = self.links();
        let mut best = self.layers.clone();
        for round in 0..ROUNDS {
            self.reorder(&links, round % 2 == 0);
            if self.crossings(&links) < crossings(&best, &links, self.items.len()) {
                best.clone_from(&self.layers);
            }
        }
        self.layers = best;
        (0..self.layers.len()).for_each(|it| self.stack(it));
        (0..ROUNDS).for_each(|it| self.align(&links, it % 2 == 0));
        self.settle();
    }

    fn at(&self, layer: usize) -> Vec<usize> {
        (0..self.items.len()).filter(|it| self.items[*it].layer == layer).collect()
    }

    /// Each layer is as wide as its widest; labels begin at its left, boxes too.
    fn columns(&mut self) {
        let mut x = 0;
        for layer in &self.layers {
            let width = layer.iter().map(|it| self.items[*it].width).max().unwrap_or_default();
            for it in layer {
                self.items[*it].x = x;
                // A line that only passes is as long as the layer is wide.
                self.items[*it].width = width;
            }
            x += width + STEP;
        }
        self.width = x - STEP;
    }

    /// For each item, those before and those behind it.
    fn links(&self) -> Links {
        let mut links = vec![[Vec::new(), Vec::new()]; self.items.len()];
        for way in &self.ways {
            for pair in way.through.windows(2) {
                links[pair[1]][0].push(pair[0]);
                links[pair[0]][1].push(pair[1]);
            }
        }
        links
    }

    /// Orders each layer by the mean place of what its items are linked with, from one end to the other.
    fn reorder(&mut self, links: &Links, forward: bool) {
        let side = usize::from(!forward);
        for layer in walk(self.layers.len(), forward) {
            let ranks = ranks(&self.layers, self.items.len());
            // Places in thousandths, so that nothing depends on fractions.
            let mean = |it: &usize| match links[*it][side].as_slice() {
                [] => ranks[*it] * 1_000,
                linked => linked.iter().map(|it| ranks[*it]).sum::<usize>() * 1_000 / linked.len(),
            };
            let mut keyed: Vec<(usize, usize)> =
                self.layers[layer].iter().map(|it| (mean(it), *it)).collect();
            keyed.sort_by_key(|(mean, _)| *mean);
            self.layers[layer] = keyed.into_iter().map(|(_, it)| it).collect();
        }
    }

    fn crossings(&self, links: &Links) -> usize {
        crossings(&self.layers, links, self.items.len())
    }

    fn stack(&mut self, layer: usize) {
        let mut top = 0;
        for it in self.layers[layer].clone() {
            let item = &mut self.items[it];
            item.y = top + item.height / 2;
            top += item.height + GAP;
        }
    }

    /// Moves each item of a layer towards the mean height of what it is linked with, as far as its neighbours let it.
    fn align(&mut self, links: &Links, forward: bool) {
        let side = usize::from(!forward);
        for layer in walk(self.layers.len(), forward) {
            let wish = |it: &usize| {
                let linked = &links[*it][side];
                let sum: i32 = linked.iter().map(|it| self.items[*it].y).sum();
                if linked.is_empty() { self.items[*it].y } else { sum.div_euclid(linked.len() as i32) }
            };
            let wishes: Vec<i32> = self.layers[layer].iter().map(wish).collect();
            for (it, y) in self.layers[layer].clone().into_iter().zip(self.apart(layer, &wishes)) {
                self.items[it].y = y;
            }
        }
    }

    /// Heights as near to the wishes as can be: those that would overlap make a block, whose middle is the mean of them.
    fn apart(&self, layer: usize, wishes: &[i32]) -> Vec<i32> {
        let heights: Vec<i32> = self.layers[layer].iter().map(|it| self.items[*it].height).collect();
        let mut offsets = vec![0; heights.len()];
        for at in 1..heights.len() {
            offsets[at] = offsets[at - 1] + (heights[at - 1] + heights[at] + 1) / 2 + GAP;
        }
        // A block is the sum of where its first item would like to be, and how many there are.
        let mut blocks: Vec<(i32, i32)> = Vec::new();
        for (wish, offset) in wishes.iter().zip(&offsets) {
            blocks.push((wish - offset, 1));
            while let [.., (left, few), (right, more)] = blocks[..]
                && left.div_euclid(few) > right.div_euclid(more)
            {
                blocks.pop();
                blocks.pop();
                blocks.push((left + right, few + more));
            }
        }
        let starts = blocks.iter().flat_map(|(sum, count)| (0..*count).map(move |_| sum.div_euclid(*count)));
        starts.zip(&offsets).map(|(start, offset)| start + offset).collect()
    }

    /// Moves all so that the highest begins at nought.
    fn settle(&mut self) {
        let top = self.items.iter().map(|it| it.y - it.height / 2).min().unwrap_or_default();
        self.items.iter_mut().for_each(|it| it.y -= top);
        self.height = self.items.iter().map(|it| it.y + it.height / 2).max().unwrap_or_default();
    }
}

type Links = Vec<[Vec<usize>; 2]>;

fn walk(count: usize, forward: bool) -> Vec<usize> {
    if forward { (0..count).collect() } else { (0..count).rev().collect() }
}

fn ranks(layers: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut ranks = vec![0; count];
    layers.iter().flat_map(|it| it.iter().enumerate()).for_each(|(rank, it)| ranks[*it] = rank);
    ranks
}

/// How many pairs of lines between neighbouring layers cross.
fn crossings(layers: &[Vec<usize>], links: &Links, count: usize) -> usize {
    let ranks = ranks(layers, count);
    let mut found = 0;
    for layer in layers {
        let lines: Vec<(usize, usize)> =
            layer.iter().flat_map(|it| links[*it][1].iter().map(|to| (ranks[*it], ranks[*to]))).collect();
        for (at, left) in lines.iter().enumerate() {
            found += lines[at..]
                .iter()
                .filter(|it| (it.0 > left.0) && (it.1 < left.1) || (it.0 < left.0) && (it.1 > left.1))
                .count();
        }
    }
    found
}
