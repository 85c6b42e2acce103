/** What the server knows about the machine and person behind an agent. */
export interface AgentFacts {
  readonly agentUid: string
  readonly hostname: string | null
  readonly operatingSystem: string | null
  readonly userUid: string | null
  readonly userEmail: string | null
}

/** Where a batch comes from and when it came: everything enrichment may use beside the event itself. */
export interface Origin {
  readonly tenantId: string
  readonly node: number
  /** Hash that names the batch: 64 hex digits. */
  readonly batch: string
  /** ISO 8601 UTC with six fraction digits. */
  readonly receivedAt: string
  /** Address the request came from. */
  readonly ip: string | null
  /** Null when no agent but a connector or a person sends. */
  readonly agent: AgentFacts | null
}
