/** A tab of the playground. */
interface PlaygroundTab {
  name: string
  document: string
  variables: Record<string, unknown>
}

/** One tab per step, in the order in which somebody new would try them. */
export const playgroundTabs: readonly PlaygroundTab[] = [
  {
    name: 'Who am I',
    document: `# Welcome. Every tab is one step; run it with the big button or Ctrl+Enter.
# The page asks for your API key the first time. The first start of the server printed the key, and wrote it to
# first-run.json in its data folder. More: /docs/five-minutes
query WhoAmI {
  viewer {
    kind
    canManagePeople
    grantableRoles
    organization {
      name
      userCounts { notInvited inviteScheduled invitePending confirmed deactivated }
    }
  }
}
`,
    variables: {},
  },
  {
    name: 'Invite a user',
    document: `# Makes one user and mails the activation link. More: /docs/inviting
mutation InviteUser($input: InviteUserInput!) {
  inviteUser(input: $input) {
    user { id name email status }
    invite { id status expiresAt }
    userErrors { code message path hint }
  }
}
`,
    variables: { input: { email: 'ana.ruiz@example.com', name: 'Ana Ruiz', role: 'LEARNER', invite: 'IMMEDIATE' } },
  },
  {
    name: '1 Start import',
    document: `# Choose the CSV file under Variables: "Add files", name it file, then select it.
# Then put the id of the answer (imp_...) once where the next tabs read it: "Rollcall" at the top right,
# "Environments...", replace imp_..., "Save". More: /docs/importing
mutation StartImport($file: Upload!) {
  startImport(input: { file: $file }) {
    importSession {
      id
      state
      file { name rowCount delimiter encoding warnings }
      columns {
        index
        header
        samples
        suggestion { field { key label } confidence reason }
      }
    }
    userErrors {
      code
      message
      hint
      ... on FileError { line detected }
    }
  }
}
`,
    variables: {},
  },
  {
    name: '2 Map columns',
    document: `# Without mappings the suggestions are taken. Name a column to change its field, or null to ignore it:
#   "mappings": [{ "column": "Dept.", "field": "primaryTeam" }, { "column": "Notes", "field": null }]
mutation MapColumns($input: MapColumnsInput!) {
  mapColumns(input: $input) {
    importSession {
      id
      state
      columns { header ignored field { key } }
      unmatchedColumns { header }
    }
    userErrors {
      code
      message
      path
      hint
      ... on MappingError { column field }
    }
  }
}
`,
    variables: { input: { importId: '{{importId}}' } },
  },
  {
    name: '3 Configure',
    document: `# Says whom the import may touch and whether invites leave: NONE, IMMEDIATE, or SCHEDULED with sendAt.
mutation ConfigureImport($input: ConfigureImportInput!) {
  configureImport(input: $input) {
    importSession { id state allowedActions settings { mode invites sendAt createMissingTeams onRowError } }
    userErrors { code message path hint }
  }
}
`,
    variables: {
      input: {
        importId: '{{importId}}',
        settings: {
          mode: 'ADD_AND_UPDATE',
          invites: 'IMMEDIATE',
          createMissingTeams: true,
          createMissingLocations: true,
        },
      },
    },
  },
  {
    name: 'Preview',
    document: `# What committing would do. Nothing is changed by looking.
query Preview($importId: ID!) {
  importSession(id: $importId) {
    state
    preview {
      totalRows toCreate toUpdate toReactivate unchanged skipped invalid toDeactivate invites
      newTeams
      newLocations
      issues { code severity rows lines }
      blockers { code message hint }
      fingerprint
    }
    rows(first: 20, filter: { minSeverity: WARNING }) {
      totalCount
      nodes { line action issues { severity code message suggestion } }
    }
  }
}
`,
    variables: { importId: '{{importId}}' },
  },
  {
    name: '4 Commit',
    document: `# The only step that writes users. A small file is done in the answer; otherwise look at "Report".
mutation CommitImport($input: CommitImportInput!) {
  commitImport(input: $input) {
    importSession { id state progress { phase percent processed total } }
    userErrors {
      code
      message
      hint
      ... on DeactivationGuardError { wouldDeactivate limit }
      ... on ImportStateError { currentState allowedStates }
    }
  }
}
`,
    variables: { input: { importId: '{{importId}}' } },
  },
  {
    name: 'Report',
    document: `# What became of every row, and which were refused and why.
query Report($importId: ID!) {
  importSession(id: $importId) {
    state
    failure
    progress { phase percent etaSeconds }
    report {
      created updated reactivated unchanged skipped failed deactivated
      invitesQueued invitesScheduled durationMs
    }
    rows(first: 50, filter: { action: [INVALID] }) {
      totalCount
      nodes { line issues { columnIndex code message value suggestion } }
    }
  }
}
`,
    variables: { importId: '{{importId}}' },
  },
  {
    name: 'Abort import',
    document: `# Stops an import that is being applied, at the next batch. What was applied stays and is in the report.
mutation AbortImport($input: AbortImportInput!) {
  abortImport(input: $input) {
    importSession { id state progress { phase processed total } }
    userErrors { code message hint ... on ImportStateError { currentState } }
  }
}
`,
    variables: { input: { importId: '{{importId}}' } },
  },
  {
    name: 'Undo import',
    document: `# Takes an import back: earlier values return, users it made are deactivated, invites that were not sent are cancelled.
# Whoever was changed since is left alone and counted as kept.
mutation UndoImport($input: UndoImportInput!) {
  undoImport(input: $input) {
    importSession { id state undo { reversed kept failed invitesCancelled finishedAt } }
    userErrors { code message hint }
  }
}
`,
    variables: { input: { importId: '{{importId}}' } },
  },
  {
    name: 'Users',
    document: `# Whoever is invited and has not come yet; leave the filter out for everybody. More: /docs/inviting
query Users($filter: UserFilter) {
  users(first: 20, filter: $filter) {
    totalCount
    nodes { id name email status role primaryTeam { name } lastInvite { status expiresAt } }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: { filter: { status: ['INVITE_PENDING'] } },
  },
  {
    name: 'Where is the mail',
    document: `# Why an invite has not arrived, and what to do. More: /docs/troubleshooting
query WhereIsTheMail($email: String!) {
  userByEmail(email: $email) {
    name
    status
    mailDiagnosis { cause message hint since attempts nextAttemptAt lastAnswer isSuppressed }
  }
}
`,
    variables: { email: 'ana.ruiz@example.com' },
  },
  {
    name: 'Resend invites',
    document: `# A fresh link for all who fit. With dryRun it only counts; take that away to send.
mutation ResendInvites($input: ResendInvitesInput!) {
  resendInvites(input: $input) {
    queued
    skipped { reason count }
    userErrors { code message hint }
  }
}
`,
    variables: { input: { dryRun: true, filter: { status: ['INVITE_PENDING'] } } },
  },
  {
    name: 'Deactivate a user',
    document: `# Ends sessions and links at once. Nobody is deleted; reactivateUser brings them back.
mutation DeactivateUser($input: DeactivateUserInput!) {
  deactivateUser(input: $input) {
    user { id name status }
    userErrors { code message hint }
  }
}
`,
    variables: { input: { userId: 'usr_...' } },
  },
  {
    name: 'Create a team',
    document: `# Its manager becomes the manager of everybody whose primary team it is.
mutation CreateTeam($input: CreateTeamInput!) {
  createTeam(input: $input) {
    team { id name manager { name } }
    userErrors { code message hint }
  }
}
`,
    variables: { input: { name: 'Marketing' } },
  },
  {
    name: 'Create an API key',
    document: `# For a program of a partner. The secret is shown this once.
mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    apiKey { id name prefix role scopes expiresAt }
    secret
    userErrors { code message hint }
  }
}
`,
    variables: { input: { name: 'Partner app', role: 'HR', scopes: ['PEOPLE', 'IMPORTS'] } },
  },
  {
    name: 'Create a webhook',
    document: `# Tells a program of yours what happens. The secret signs it, and is shown this once. More: /docs/webhooks
mutation CreateWebhook($input: CreateWebhookInput!) {
  createWebhook(input: $input) {
    webhook { id url events }
    secret
    userErrors { code message hint }
  }
}
`,
    variables: {
      input: { url: 'https://partner.example.com/rollcall', events: ['USER_CONFIRMED', 'IMPORT_COMMITTED'] },
    },
  },
  {
    name: 'Connect an HR system',
    document: `# Over SCIM 2.0, from Okta, Entra and others. The token is shown this once. More: /docs/hr-integration
mutation CreateHrIntegration($input: CreateHrIntegrationInput!) {
  createHrIntegration(input: $input) {
    hrIntegration { id name baseUrl status }
    token
    userErrors { code message hint }
  }
}
`,
    variables: { input: { name: 'Okta', sendInvites: true, deactivateLeavers: true, defaultRole: 'LEARNER' } },
  },
  {
    name: 'Audit',
    document: `# Who did what, the newest first.
query Audit {
  auditEvents(first: 20) {
    nodes { at actor summary changes { field before after } }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: {},
  },
]
