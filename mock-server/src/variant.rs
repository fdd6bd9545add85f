//! Variants of the platform: how a real deployment may differ from the rulings of the contract,
//! where the reference leaves something open.
//!
//! `mock-server verify` finds out how a deployment decides, and writes a variant file; `--like`
//! runs the mock with one. [`RULINGS`] lists everything that can differ.

use account_api::{JsonTextError, json_text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;
use utoipa::ToSchema;

/// A ruling of the contract: a question that the reference leaves open, and its possible answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The field of a variant file.
    pub name: &'static str,
    /// The question.
    pub question: &'static str,
    /// The answers by their name in variant files. The first is the one that the contract assumes.
    pub answers: &'static [(&'static str, &'static str)],
    /// Whether only requests that change accounts can find the answer.
    pub takes_writes: bool,
}

impl Ruling {
    /// The answer that the contract assumes.
    #[must_use]
    pub const fn assumed(&self) -> &'static str {
        self.answers[0].0
    }

    /// Finds a ruling by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        RULINGS.iter().find(|ruling| ruling.name == name)
    }

    /// What an answer means.
    #[must_use]
    pub fn describe(&self, answer: &str) -> Option<&'static str> {
        self.answers.iter().find(|(name, _)| *name == answer).map(|(_, text)| *text)
    }
}

/// Defines the rulings: for each its enum, its field in [`Variant`], and its row in [`RULINGS`].
macro_rules! rulings {
    ($($field:ident: $type:ident, $writes:literal, $question:literal {
        $assumed:ident $assumed_name:literal $assumed_text:literal,
        $($answer:ident $name:literal $text:literal,)+
    })+) => {
        $(
            #[doc = $question]
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
            pub enum $type {
                #[doc = $assumed_text]
                #[default]
                #[serde(rename = $assumed_name)]
                #[schema(rename = $assumed_name)]
                $assumed,
                $(
                    #[doc = $text]
                    #[serde(rename = $name)]
                    #[schema(rename = $name)]
                    $answer,
                )+
            }
        )+

        /// A variant of the platform. What a file leaves out is as the contract assumes.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct Variant {
            /// The address of this schema, for editors. Ignored.
            #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
            pub schema: Option<String>,
            $(
                #[doc = $question]
                pub $field: $type,
            )+
        }

        /// All rulings, in the order in which they are reported.
        pub const RULINGS: &[Ruling] = &[$(
            Ruling {
                name: stringify!($field),
                question: $question,
                answers: &[($assumed_name, $assumed_text), $(($name, $text),)+],
                takes_writes: $writes,
            },
        )+];
    };
}

rulings! {
    content_type: ContentType, false, "Does a body need a Content-Type?" {
        NotRequired "not_required" "No Content-Type is needed.",
        Required "required" "A body without Content-Type: application/json is a 415.",
    }
    unauthorized_status: UnauthorizedStatus, false, "Which HTTP status rejects a token?" {
        Unauthorized "401" "HTTP 401.",
        Forbidden "403" "HTTP 403.",
        Ok "200" "HTTP 200 with an ERROR envelope.",
    }
    refusal_status: RefusalStatus, false, "Which HTTP status does a refusal have?" {
        Ok "200" "HTTP 200: only the envelope tells.",
        Matching "4xx" "An HTTP status that matches the reason: 400, 403, 404, 409.",
    }
    messages: Messages, false, "How are refusals worded?" {
        Reference "reference" "As in the reference: User (x) not found.",
        Other "other" "In other words.",
    }
    list_verified: ListVerified, false, "Which key of a listed user says whether the address is verified?" {
        Both "both" "is_verified and is_verfied.",
        Misspelled "is_verfied" "Only is_verfied, as in the example of the reference.",
        Correct "is_verified" "Only is_verified.",
        Neither "none" "None.",
    }
    admins_verified: AdminsVerified, false, "Which key of a site admin says whether the address is verified?" {
        Correct "is_verified" "Only is_verified.",
        Misspelled "is_verfied" "Only is_verfied.",
        Both "both" "is_verified and is_verfied.",
        Neither "none" "None.",
    }
    registered_on: RegisteredOn, false, "What is the unit of registered_on?" {
        Seconds "seconds" "Seconds since the epoch.",
        Milliseconds "milliseconds" "Milliseconds since the epoch.",
    }
    service_account_email: ServiceAccountEmail, false, "Which address does a service account have?" {
        Empty "empty" "An empty one.",
        Null "null" "null.",
        Missing "missing" "The field is missing.",
    }
    list_order: ListOrder, false, "How are lists sorted?" {
        Username "username" "By username, ignoring case.",
        CaseSensitive "username_case_sensitive" "By username, capitals first.",
        RegisteredOn "registered_on" "By registration, the oldest first.",
    }
    include_disabled: IncludeDisabled, false, "Does include_disabled add disabled and deactivated users?" {
        Honored "honored" "It adds them.",
        Ignored "ignored" "It adds nothing: they are never listed.",
        Always "always" "They are always listed.",
    }
    limit_over_maximum: LimitOverMaximum, false, "What happens to a limit over 500?" {
        Capped "capped" "It counts as 500.",
        Refused "refused" "It is refused.",
    }
    offset_past_end: OffsetPastEnd, false, "What is past the end of a list?" {
        Empty "empty" "An empty page.",
        Refused "refused" "It is refused.",
    }
    last_next_offset: LastNextOffset, false, "What is next_offset on the last page?" {
        MinusOne "-1" "-1.",
        Null "null" "null.",
        Missing "missing" "The field is missing.",
    }
    texts_for_values: TextsForValues, false, "May booleans and numbers be texts, as in the reference's example?" {
        Accepted "accepted" "Yes.",
        Refused "refused" "No, they are refused.",
    }
    search_case: SearchCase, false, "Does the search distinguish case?" {
        Insensitive "insensitive" "No.",
        Sensitive "sensitive" "Yes.",
    }
    domain_wildcard: DomainWildcard, false, "Is * a wildcard in email_domain_pattern?" {
        Supported "supported" "Yes.",
        Literal "literal" "No, it matches only itself.",
    }
    get_all: GetAll, false, "Does get_all ignore the filters?" {
        IgnoresFilters "ignores_filters" "Yes.",
        KeepsFilters "keeps_filters" "No.",
    }
    unknown_user_type: UnknownUserType, false, "What happens to an unknown user_type?" {
        Refused "refused" "It is refused.",
        Ignored "ignored" "It counts as user.",
    }
    create_failures: CreateFailures, true, "What does error_details say of accounts that were not created?" {
        Names "names" "Their names, under FAILURE.",
        Reasons "reasons" "A reason by name.",
    }
    partial_admins: PartialAdmins, true, "Which status has a change of site admins of which a part failed?" {
        Error "error" "ERROR.",
        Ok "ok" "OK, with error_details.",
    }
    repeated_state: RepeatedState, true, "What happens if an account is in the requested state already?" {
        Ok "ok" "OK, and nothing changes.",
        Refused "refused" "It is refused.",
    }
    disable_deactivated: DisableDeactivated, true, "May a deactivated account be disabled?" {
        Refused "refused" "No.",
        Ok "ok" "OK, and nothing changes.",
    }
    service_account_password: ServiceAccountPassword, true, "May the password of a service account be reset?" {
        Refused "refused" "No.",
        Ok "ok" "OK, and nothing changes.",
    }
}

/// Why a variant file is rejected.
#[derive(Debug, Error)]
pub enum VariantError {
    /// Not UTF-8, or with a byte order mark.
    #[error("it {0}")]
    NotText(#[from] JsonTextError),
    /// Not JSON, or not a variant. Contains line and column.
    #[error("{0}")]
    NotAVariant(#[from] serde_json::Error),
}

impl Variant {
    /// Parses a variant file.
    ///
    /// # Errors
    /// If it is no variant. The message names the line and the column.
    pub fn read(json: &[u8]) -> Result<Self, VariantError> {
        Ok(serde_json::from_str(json_text(json)?)?)
    }

    /// The variant with these answers by ruling.
    ///
    /// # Errors
    /// If there is no such ruling or no such answer.
    pub fn from_answers(answers: &BTreeMap<&str, &str>) -> Result<Self, VariantError> {
        Ok(serde_json::from_value(serde_json::to_value(answers)?)?)
    }

    /// The answers that differ from what the contract assumes, by ruling.
    #[must_use]
    pub fn differences(&self) -> BTreeMap<String, String> {
        let fields = match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        fields
            .into_iter()
            .filter_map(|(name, answer)| Some((name, answer.as_str()?.to_owned())))
            .filter(|(name, answer)| Ruling::find(name).is_some_and(|ruling| ruling.assumed() != answer))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_of_every_ruling_is_a_variant() {
        for ruling in RULINGS {
            for (answer, _) in ruling.answers {
                let variant = Variant::from_answers(&BTreeMap::from([(ruling.name, *answer)])).unwrap();
                let expected: Vec<_> = [(ruling.name.to_owned(), (*answer).to_owned())]
                    .into_iter()
                    .filter(|_| *answer != ruling.assumed())
                    .collect();
                assert_eq!(variant.differences().into_iter().collect::<Vec<_>>(), expected);
            }
        }
        assert!(Variant::default().differences().is_empty());
    }

    #[test]
    fn errors_in_variant_files_name_the_position() {
        let error = |json: &[u8]| Variant::read(json).unwrap_err().to_string();
        assert!(error(b"{\n  \"list_oder\": 1}").contains("unknown field `list_oder`"));
        let unknown = error(b"{\n  \"list_order\": \"random\"}");
        assert!(unknown.contains("unknown variant `random`") && unknown.contains("at line 2 column 24"), "{unknown}");
        assert_eq!(error(b"\xff"), "it is not UTF-8 at byte 1");
    }
}
