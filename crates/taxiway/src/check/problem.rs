//! One error of a list, with the line it is about.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::excerpt::Excerpt;

/// Columns of the terminal that a report takes.
const WIDTH: usize = 110;

/// An error and where it is.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) remedy: String,
    pub(super) place: Option<Place>,
}

/// A cell of a line.
#[derive(Debug)]
pub(super) struct Place {
    /// Name of the file.
    pub(super) name: String,
    /// Number of the line, the first being 1.
    pub(super) line: u64,
    pub(super) excerpt: Excerpt,
    /// Position of the cell; none means the whole line.
    pub(super) cell: Option<usize>,
    /// What is written beside the mark.
    pub(super) label: Option<String>,
}

impl Problem {
    /// As text for the terminal.
    pub(super) fn render(&self, colourful: bool) -> String {
        let theme = if colourful { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(WIDTH)
            .with_links(false)
            // Not as `help`, which would put an English word before it.
            .with_footer(self.remedy.clone());
        let mut text = String::new();
        match handler.render_report(&mut text, self) {
            Ok(()) => text,
            // Only a label outside of its text could fail.
            Err(fmt::Error) => format!("{}: {}\n  {}\n", self.code, self.message, self.remedy),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place.as_ref().map(|place| place as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.place.as_ref()?;
        let span = SourceSpan::from(place.excerpt.cell(place.cell));
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(place.label.clone(), span))))
    }
}

impl SourceCode for Place {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let line = self.excerpt.text.read_span(span, before, after)?;
        let above = usize::try_from(self.line.saturating_sub(1)).unwrap_or(usize::MAX);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            line.data(),
            *line.span(),
            above,
            line.column(),
            line.line_count(),
        )))
    }
}
