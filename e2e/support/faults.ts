/** Faults that several specs add. */
import type { Fault, Operation, World } from 'account-admin-mock';

/**
 * Replaces the response to the next call of an operation with the error page of a gateway.
 * `applied` says whether the operation is executed all the same.
 */
export async function loseResponse(world: World, operation: Operation, applied: boolean): Promise<Fault> {
  return world.faults.add({ operation, times: 1, after_execution: applied, effect: { html: 502 } });
}
