/** A fresh UUID. Composition hands out the only random one; tests hand out a counting one. */
export type NewId = () => string
