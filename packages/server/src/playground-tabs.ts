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
# Put your API key in once: "Rollcall" at the top right, "Environments...", replace rck_..., "Save".
# The first start of the server printed the key, and wrote it to first-run.json in its data folder.
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
    document: `# Makes one user and mails the activation link.
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
# Then put the id of the answer (imp_...) where the API key is: Rollcall, Environments. The next tabs read it there.
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
]
