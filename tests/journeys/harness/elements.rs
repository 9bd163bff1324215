//! Finding things as people do: by what they are and what they are called.

use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId};

/// Finds the visible elements that could be meant: of the role's kinds, with the wanted words in anything that a name can
/// come from. The browser's own computation of the name decides among them.
const CANDIDATES: &str = r#"
const [role, wanted, root] = arguments;
const kinds = {
  button: 'button, input[type=submit], input[type=button], summary',
  link: 'a[href]',
  textbox: 'input:not([type]), input[type=text], input[type=email], input[type=password], textarea, [contenteditable]',
  searchbox: 'input[type=search]',
  field: 'input, textarea, select, [contenteditable], [role=textbox], [role=searchbox], [role=combobox], [role=switch]',
  list: 'ul, ol', listitem: 'li', heading: 'h1, h2, h3, h4, h5, h6', dialog: 'dialog[open]', img: 'img, svg',
  option: 'option', checkbox: 'input[type=checkbox]', radio: 'input[type=radio]', slider: 'input[type=range]', navigation: 'nav', main: 'main',
  banner: 'header', complementary: 'aside', article: 'article', status: 'output', region: 'section', form: 'form',
};
const implicit = kinds[role] ? kinds[role].split(', ').map((kind) => `${kind}:not([role])`).join(', ') + ', ' : '';
const selector = role === 'field' ? kinds.field : `${implicit}[role=${role}]`;
const squeezed = (text) => String(text ?? '').replace(/\s+/g, ' ').trim();
const words = (element) => [
  ...(element.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => document.getElementById(id)?.textContent),
  element.getAttribute('aria-label'), element.alt, element.title, element.placeholder, element.value, element.textContent,
  ...[...(element.labels ?? [])].map((label) => label.textContent),
].map(squeezed).join(' ');
return [...(root ?? document).querySelectorAll(selector)].filter((element) =>
  words(element).includes(wanted) && !element.closest('[inert], [aria-hidden=true]') &&
  element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0).slice(0, 60);
"#;

/// How a name must fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    /// It is this.
    Is(&'a str),
    /// It contains this.
    Has(&'a str),
}

impl Name<'_> {
    fn words(self) -> String {
        let (Self::Is(words) | Self::Has(words)) = self;
        squeezed(words)
    }

    fn fits(self, name: &str) -> bool {
        match self {
            Self::Is(_) => name == self.words(),
            Self::Has(_) => name.contains(&self.words()),
        }
    }
}

/// The visible elements with this role and name in the page, or within `root`, in the document's order. The role `field`
/// means whatever takes input (a password has no role of its own).
pub async fn all(
    driver: &WebDriver,
    root: Option<&WebElement>,
    role: &str,
    name: Name<'_>,
) -> Vec<WebElement> {
    let root = root
        .map_or(Ok(Value::Null), WebElement::to_json)
        .expect("an element can be passed on");
    let arguments = vec![json!(role), json!(name.words()), root];
    // A page that is just being replaced has nothing to find; the caller looks again.
    let Ok(found) = driver.execute(CANDIDATES, arguments).await else {
        return Vec::new();
    };
    let mut fitting = Vec::new();
    for element in found.elements().unwrap_or_default() {
        if computed_name(&element)
            .await
            .is_some_and(|computed| name.fits(&computed))
        {
            fitting.push(element);
        }
    }
    fitting
}

/// The element's name as the browser computes it for assistive technology.
pub async fn computed_name(element: &WebElement) -> Option<String> {
    let answer = element
        .handle()
        .cmd(ComputedLabel(element.element_id().to_string()))
        .await
        .ok()?;
    Some(squeezed(&answer.value::<String>().ok()?))
}

/// W3C WebDriver's "Get Computed Label".
#[derive(Debug)]
struct ComputedLabel(String);

impl FormatRequestData for ComputedLabel {
    fn format_request(&self, session_id: &SessionId) -> RequestData {
        RequestData::new(
            Method::GET,
            format!("session/{session_id}/element/{}/computedlabel", self.0),
        )
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
