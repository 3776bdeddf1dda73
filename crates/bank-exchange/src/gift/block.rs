//! A GIFT file cut into the pieces between blank lines, with their places.

/// A piece of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// `$CATEGORY: path`.
    Category(String),
    /// A question.
    Question(QuestionBlock),
}

/// The text of a question.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct QuestionBlock {
    /// The line it begins on.
    pub(super) line: usize,
    /// Its text, with the lines of the file; comments are empty lines.
    pub(super) text: String,
    /// The id in a comment `[id:…]` before it.
    pub(super) id: Option<String>,
    /// Whether its answers have begun and not ended.
    is_unfinished: bool,
}

/// Cuts `text` into blocks, each with its line.
pub(super) fn blocks(text: &str) -> Vec<(usize, Block)> {
    let mut blocks = Vec::new();
    let mut open = QuestionBlock::default();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let trimmed = line.trim();
        if let Some(comment) = trimmed.strip_prefix("//") {
            if open.text.is_empty() {
                open.id = id_in(comment).or(open.id.take());
            } else {
                open.text.push('\n');
            }
        } else if let Some(path) = trimmed.strip_prefix("$CATEGORY:") {
            close(&mut open, &mut blocks);
            blocks.push((number, Block::Category(path.trim().to_owned())));
        } else if trimmed.is_empty() && !open.is_unfinished {
            close(&mut open, &mut blocks);
        } else {
            // A title begins a question, whatever was left open before it.
            if trimmed.starts_with("::") && open.is_unfinished {
                close(&mut open, &mut blocks);
            }
            if open.text.is_empty() {
                open.line = number;
            }
            open.push(line);
        }
    }
    close(&mut open, &mut blocks);
    blocks
}

impl QuestionBlock {
    /// Adds a line.
    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        let mut rest = line;
        while let Some(at) = super::find(rest, &['{', '}']) {
            let (_, brace) = rest.split_at(at);
            self.is_unfinished = brace.starts_with('{');
            rest = brace.get(1..).unwrap_or_default();
        }
    }
}

fn close(open: &mut QuestionBlock, blocks: &mut Vec<(usize, Block)>) {
    let block = std::mem::take(open);
    if !block.text.trim().is_empty() {
        blocks.push((block.line, Block::Question(block)));
    }
}

/// The value of `[id:…]` in a comment.
fn id_in(comment: &str) -> Option<String> {
    let (_, after) = comment.split_once("[id:")?;
    let (id, _) = after.split_once(']')?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}
