/** The current instant. Composition hands out the only real one; tests hand out a frozen one. */
export type Clock = () => Date
