//! The words of lines that no one wrote. Pure.

use crate::i18n::messages::Messages;
use domain::content::SystemLine;
use domain::ids::AgentId;
use domain::phone;

/// What a line says; names are asked for by id.
pub(super) fn system_words(
    text: &Messages,
    line: &SystemLine,
    name: impl Fn(AgentId) -> Option<String>,
    names: impl Fn(&[AgentId]) -> String,
) -> String {
    let name = |id: AgentId| name(id).unwrap_or_else(|| text.somebody.to_owned());
    match line {
        SystemLine::Assigned { by: Some(by), agents } if agents.as_slice() == [*by] => {
            (text.took)(&name(*by))
        }
        SystemLine::Assigned { by: Some(by), agents } if agents.is_empty() => (text.unassigned)(&name(*by)),
        SystemLine::Assigned { by: Some(by), agents } => (text.assigned)(&name(*by), &names(agents)),
        SystemLine::Assigned { by: None, agents } if agents.is_empty() => {
            text.unassigned_automatically.to_owned()
        }
        SystemLine::Assigned { by: None, agents } => (text.assigned_automatically)(&names(agents)),
        SystemLine::Concluded { by } => (text.concluded_by)(&name(*by)),
        SystemLine::Reopened => text.reopened.to_owned(),
        SystemLine::NumberChanged { to } => (text.number_changed)(&phone::readable(&format!("+{to}"))),
        SystemLine::ChatOpened => text.chat_opened.to_owned(),
    }
}
