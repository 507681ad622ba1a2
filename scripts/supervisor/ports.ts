import net from 'node:net';
import os from 'node:os';
import { ClearError } from '../report.mjs';

/**
 * Finds out before the long steps whether the front door will be able to listen.
 * @throws ClearError naming the port
 */
export async function checkPort(host: string, port: number): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new ClearError(
        `Port ${port} is in use by another program: choose another with --port N.`,
      );
    }
    if (code === 'EACCES') {
      throw new ClearError(`Port ${port} needs root: choose one above 1023 with --port N.`);
    }
    throw new ClearError(`Cannot listen on ${host} port ${port}: ${message}`);
  }
}

/** A port on loopback that is free now. */
export function freePort(): Promise<number> {
  return listenOnce('127.0.0.1', 0);
}

function listenOnce(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const { port: taken } = server.address() as net.AddressInfo;
      server.close(() => resolve(taken));
    });
  });
}

/** IPv4 addresses under which other machines may reach this one. */
export function networkAddresses(): string[] {
  return Object.values(os.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => address.address);
}
