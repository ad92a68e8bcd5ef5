//! Static text with holes between: all text in one string, so that filling is copying from one place to another.

use super::hole::{Hole, small};
use super::mark::{Part, parts};

/// Text up to an offset, then a hole.
#[derive(Clone, Debug)]
pub struct Piece<H = Hole> {
    /// End of the text before the hole.
    pub end: u32,
    /// What comes there.
    pub hole: H,
}

/// Text with holes.
#[derive(Clone, Debug)]
pub struct Segments<H = Hole> {
    /// All static text.
    pub text: String,
    /// Where the holes are, in order.
    pub pieces: Vec<Piece<H>>,
}

impl<H> Default for Segments<H> {
    fn default() -> Self {
        Segments { text: String::new(), pieces: Vec::new() }
    }
}

impl<H> Segments<H> {
    /// Appends static text; spaces at the beginning of a line are only the template's.
    pub fn push_text(&mut self, html: &str) {
        for line in html.split_inclusive('\n') {
            let at_line_start =
                self.text.ends_with('\n') && self.pieces.last().is_none_or(|piece| piece.end < small(self.text.len()));
            let line = if at_line_start { line.trim_start_matches([' ', '\n']) } else { line };
            self.text.push_str(line);
        }
    }

    /// Appends a hole.
    pub fn push_hole(&mut self, hole: H) {
        self.pieces.push(Piece { end: small(self.text.len()), hole });
    }

    /// Appends a rendered template; `take` is handed each mark and appends what belongs there.
    pub fn push_marked<F: FnMut(&mut Self, &str, &str)>(&mut self, html: &str, mut take: F) {
        for part in parts(html) {
            match part {
                Part::Text(text) => self.push_text(text),
                Part::Hole(name, argument) => take(self, name, argument),
            }
        }
    }

    /// Changes a hole that was pushed before, once it is known where it leads.
    pub fn replace_hole(&mut self, piece: usize, hole: H) {
        if let Some(piece) = self.pieces.get_mut(piece) {
            piece.hole = hole;
        }
    }
}
