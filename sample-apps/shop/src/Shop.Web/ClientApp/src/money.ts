export interface Money { amount: number; currency: string }

export const show = ({ amount, currency }: Money) =>
  amount.toLocaleString(undefined, { style: "currency", currency });
