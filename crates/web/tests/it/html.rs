//! Just enough HTML reading to check our own pages.

/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Open { name: String, attributes: Vec<(String, String)> },
    Close(String),
    Text(String),
}

const VOID: [&str; 8] = ["meta", "link", "input", "img", "br", "hr", "wbr", "!doctype"];

/// Splits a page into tags and texts.
pub(crate) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if !rest[..start].trim().is_empty() {
            pieces.push(Piece::Text(unescape(rest[..start].trim())));
        }
        let end = start + end_of_tag(&rest[start..]);
        let tag = &rest[start + 1..end];
        if let Some(name) = tag.strip_prefix('/') {
            pieces.push(Piece::Close(name.trim().to_owned()));
        } else {
            let opened = open(tag.trim_end_matches('/'));
            let name = opened.name().unwrap_or_default().to_owned();
            pieces.push(opened);
            if tag.ends_with('/') {
                pieces.push(Piece::Close(name));
            }
        }
        rest = &rest[end + 1..];
    }
    pieces
}

/// Calls `visit` with every piece and the elements around it, outermost first.
pub(crate) fn walk(pieces: &[Piece], mut visit: impl FnMut(&Piece, &[&Piece])) {
    let mut around: Vec<&Piece> = Vec::new();
    for piece in pieces {
        visit(piece, &around);
        match piece {
            Piece::Open { name, .. } if !VOID.contains(&name.as_str()) => around.push(piece),
            Piece::Close(name) => {
                let opened = around.pop().and_then(Piece::name).unwrap_or_default();
                assert_eq!(opened, name, "tags are closed in the order in which they were opened");
            }
            _ => {}
        }
    }
    assert!(around.is_empty(), "every tag is closed: {around:?}");
}

impl Piece {
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Open { name, .. } => Some(name),
            _ => None,
        }
    }

    pub(crate) fn attribute(&self, wanted: &str) -> Option<&str> {
        match self {
            Self::Open { attributes, .. } => {
                attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }
}

fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (index, character) in tag.char_indices() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            (None, '>') => return index,
            _ => {}
        }
    }
    panic!("a tag never ends: {tag}")
}

fn open(tag: &str) -> Piece {
    let name_end = tag.find(char::is_whitespace).unwrap_or(tag.len());
    let mut attributes = Vec::new();
    let mut rest = tag[name_end..].trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let value = after.strip_prefix('=').map(|value| {
            let quote = value.chars().next().expect("a value in quotes");
            assert!(quote == '"' || quote == '\'', "values stand in quotes: {tag}");
            value[1..].split(quote).next().expect("a closed quote")
        });
        let length = value.map_or(0, |value| value.len() + 3);
        attributes.push((name.to_owned(), unescape(value.unwrap_or_default())));
        rest = after[length..].trim_start();
    }
    Piece::Open { name: tag[..name_end].to_lowercase(), attributes }
}

fn unescape(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}
