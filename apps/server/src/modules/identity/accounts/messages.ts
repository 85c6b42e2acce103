/** What a user is told so that the account becomes, or becomes again, the user's own. */
export interface AccountMessage {
  readonly kind: 'invitation' | 'password-reset'
  /** E-mail address of the user. */
  readonly to: string
  readonly username: string
  readonly secret: string
  readonly expiresAt: string
}

/** Takes messages to users. */
export interface MessageSender {
  /** True once the message is on its way; false when nothing is set up to send with. */
  send(message: AccountMessage): Promise<boolean>
}

/** Nothing is set up: who issues a secret hands it over. */
export const noMessages: MessageSender = { send: async () => false }
