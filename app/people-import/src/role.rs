//! What a column of a table can hold.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Usernames, for certain.
    Username,
    /// Usernames, unless another column says so more clearly: `Login`, `User`.
    Login,
    /// User principal names (Microsoft), which look like emails.
    PrincipalName,
    /// Ids, mostly numbers. Rarely a username.
    UserId,
    /// Names of service accounts.
    ServiceAccount,
    /// The email for work, or the primary one.
    WorkEmail,
    /// An email, of whatever kind.
    Email,
    /// A private, alternate or recovery email. Never used for an account.
    PrivateEmail,
    /// Passwords.
    Password,
    /// Given names.
    FirstName,
    /// Family names.
    LastName,
    /// Full names.
    FullName,
    /// `Name`: a username or a full name, which only the values tell.
    Name,
    /// Something about another person: a manager, an owner, a contact.
    OtherPerson,
    /// Something else that is known: a department, a phone number.
    Other,
}

impl Role {
    /// Whether a column of this role identifies an account.
    pub(crate) const fn is_identity(self) -> bool {
        !matches!(self, Self::Password | Self::OtherPerson | Self::Other | Self::UserId)
    }

    pub(crate) const fn is_email(self) -> bool {
        matches!(self, Self::WorkEmail | Self::Email | Self::PrivateEmail)
    }
}
