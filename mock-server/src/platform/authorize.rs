//! Checks the permission of a caller.

use super::permissions::has_permission;
use super::{AccountId, Platform, Refusal};
use account_api::{Operation, Permission};

impl Platform {
    /// Checks that the caller may execute an operation. Called before anything else about a request
    /// is validated.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`].
    pub fn authorize(&self, caller: AccountId, operation: Operation) -> Result<(), Refusal> {
        let required = operation.permission();
        if required == Permission::Anyone {
            return Ok(());
        }
        let account = self.accounts.get(caller);
        if has_permission(&account, required) {
            return Ok(());
        }
        Err(Refusal::NotPermitted { caller: account.name.to_string(), operation, required })
    }
}
