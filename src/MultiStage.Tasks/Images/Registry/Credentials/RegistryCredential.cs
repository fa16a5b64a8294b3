namespace MultiStage.Images;

/// <summary>What a registry accepts as proof of who asks. Never printed: see <see cref="ToString"/>.</summary>
/// <param name="User">The user name; may be empty with an identity token.</param>
/// <param name="Password">The password, empty with an identity token.</param>
/// <param name="IdentityToken">An OAuth2 refresh token in place of a password; null without.</param>
/// <param name="Source">Where it was found, for messages.</param>
internal sealed record RegistryCredential(string User, string Password, string? IdentityToken, string Source)
{
    /// <summary>The source only: a record's generated text would hold the password.</summary>
    public override string ToString() => "credentials from " + Source;
}

/// <summary>What a request wants to do; pulling and pushing may use different accounts.</summary>
internal enum RegistryRole
{
    Pull,
    Push,
}
