//! In which order one is asked before something goes to the customer. Pure.

use domain::entities::Message;

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SendQuestion {
    /// Merge fields (with `@`) are unknown or have no value.
    Gaps(Vec<String>),
    /// Colleagues answered meanwhile.
    Answered(Vec<Message>),
}

/// What the agent was asked about and wants sent all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::pages::chat::composer) struct Agreed {
    /// Fields without a value.
    pub to_gaps: bool,
    /// Colleagues' answers.
    pub to_answers: bool,
}

impl SendQuestion {
    /// What is asked before it goes; `None`: nothing stands in the way that was not agreed to. Fields come first: what colleagues
    /// answered is looked for when those are settled.
    pub fn before_sending(
        agreed: Agreed,
        gaps: impl FnOnce() -> Vec<String>,
        answers: impl FnOnce() -> Vec<Message>,
    ) -> Option<Self> {
        let of_gaps = (!agreed.to_gaps).then(gaps).filter(|gaps| !gaps.is_empty());
        of_gaps.map(Self::Gaps).or_else(|| {
            let of_answers = (!agreed.to_answers).then(answers);
            of_answers
                .filter(|answers| !answers.is_empty())
                .map(Self::Answered)
        })
    }
}

impl Agreed {
    /// The agent answers one more question.
    pub(super) fn add(&mut self, asked: &SendQuestion) {
        match asked {
            SendQuestion::Gaps(_) => self.to_gaps = true,
            SendQuestion::Answered(_) => self.to_answers = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::examples;
    use domain::content::MessageContent;
    use domain::ids::{ConversationId, MessageId};

    fn gaps(are_there: bool) -> Vec<String> {
        let gaps = are_there.then(|| "@contact_email".to_owned());
        gaps.into_iter().collect()
    }

    fn answers(are_there: bool) -> Vec<Message> {
        let answer = || {
            let content = MessageContent::Text {
                body: "Sim, temos.".to_owned(),
            };
            let (id, here) = (
                MessageId::from_parts(1, &[1; 10]),
                ConversationId::from_parts(1, &[1; 10]),
            );
            examples::message(id, here, content)
        };
        are_there.then(answer).into_iter().collect()
    }

    fn asked(agreed: Agreed, has_gaps: bool, has_answers: bool) -> Option<SendQuestion> {
        SendQuestion::before_sending(agreed, || gaps(has_gaps), || answers(has_answers))
    }

    #[test]
    fn gaps_are_asked_about_first_and_nothing_twice() {
        let about_gaps = || Some(SendQuestion::Gaps(gaps(true)));
        let about_answers = || Some(SendQuestion::Answered(answers(true)));
        // Agreed to gaps and to answers; whether there are gaps and answers; what is asked.
        for (to_gaps, to_answers, has_gaps, has_answers, expected) in [
            (false, false, false, false, None),
            (false, false, true, false, about_gaps()),
            (false, false, false, true, about_answers()),
            (false, false, true, true, about_gaps()),
            (true, false, true, true, about_answers()),
            (true, false, true, false, None),
            (false, true, true, true, about_gaps()),
            (false, true, false, true, None),
            (true, true, true, true, None),
        ] {
            let agreed = Agreed { to_gaps, to_answers };
            assert_eq!(
                asked(agreed, has_gaps, has_answers),
                expected,
                "{agreed:?}, gaps: {has_gaps}, answers: {has_answers}"
            );
        }
    }

    #[test]
    fn each_answer_leads_to_the_next_question_until_it_goes() {
        let mut agreed = Agreed::default();
        let mut questions = Vec::new();
        while let Some(question) = asked(agreed, true, true) {
            agreed.add(&question);
            questions.push(question);
        }
        assert_eq!(
            questions,
            [
                SendQuestion::Gaps(gaps(true)),
                SendQuestion::Answered(answers(true))
            ]
        );
    }

    #[test]
    fn answers_are_looked_for_only_when_the_fields_are_settled() {
        let unwanted = || -> Vec<Message> { unreachable!("the fields are asked about first") };
        let question = SendQuestion::before_sending(Agreed::default(), || gaps(true), unwanted);
        assert_eq!(question, Some(SendQuestion::Gaps(gaps(true))));
    }
}
