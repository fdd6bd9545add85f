//! Checks the permission of a caller.

use super::permissions::Permission;
use super::{AccountId, Platform, Refusal};
use account_api::Operation;

impl Platform {
    /// Checks that the caller may execute an operation. Called before anything else about a request
    /// is validated.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`].
    pub fn authorize(&self, caller: AccountId, operation: Operation) -> Result<(), Refusal> {
        let required = Permission::required_for(operation);
        if required == Permission::Anyone {
            return Ok(());
        }
        let account = self.accounts.get(caller);
        if required.is_held_by(&account) {
            return Ok(());
        }
        Err(Refusal::NotPermitted { caller: account.name.to_string(), operation, required })
    }
}
