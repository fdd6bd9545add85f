//! Random secrets.

use super::client::ClientError;
use account_api::Secret;
use ring::rand::SystemRandom;

/// A random text of letters, digits and signs, as passwords must have.
pub(super) fn random_secret() -> Result<Secret, ClientError> {
    let bytes = ring::rand::generate::<[u8; 16]>(&SystemRandom::new())
        .map_err(|_| ClientError::Unexpected("The system provides no random numbers".to_owned()))?
        .expose();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Secret::new(format!("{hex}-Aa1!")))
}
