import dgram from 'node:dgram';
import { once } from 'node:events';
import os from 'node:os';
import type { types } from 'mediasoup';

type BufferSizes = Required<Pick<types.TransportListenInfo, 'sendBufferSize' | 'recvBufferSize'>>;

/**
 * Asked for the socket that all halls of a worker share: what comes while it works off a burst waits
 * here. The system's own 208 KiB hold 92 packets, less than one key frame of two layers.
 */
export const SOCKET_BUFFERS: BufferSizes = {
  sendBufferSize: 4 * 1024 * 1024,
  recvBufferSize: 4 * 1024 * 1024,
};

/**
 * The same for a pipe from one worker to another: some three seconds of the programme. A worker that
 * needs longer has too much to do, and what waits longer comes too late for a conference.
 */
export const PIPE_BUFFERS: BufferSizes = {
  sendBufferSize: 1024 * 1024,
  recvBufferSize: 1024 * 1024,
};

/** Linux adds as much again for its own book-keeping, and tells both together. */
const TOLD_TIMES = os.platform() === 'linux' ? 2 : 1;

/**
 * What the system grants of `SOCKET_BUFFERS`, in bytes. mediasoup tells nobody: a system that grants
 * less does so silently (Linux: `net.core.rmem_max`, `net.core.wmem_max`).
 */
export async function grantedBuffers(): Promise<BufferSizes> {
  const socket = dgram.createSocket('udp4');
  try {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    socket.setSendBufferSize(SOCKET_BUFFERS.sendBufferSize);
    socket.setRecvBufferSize(SOCKET_BUFFERS.recvBufferSize);
    return {
      sendBufferSize: socket.getSendBufferSize() / TOLD_TIMES,
      recvBufferSize: socket.getRecvBufferSize() / TOLD_TIMES,
    };
  } finally {
    socket.close();
  }
}

/** Whether bursts that a worker is to survive may be lost on this machine. */
export function areTooSmall({ sendBufferSize, recvBufferSize }: BufferSizes): boolean {
  return (
    sendBufferSize < SOCKET_BUFFERS.sendBufferSize || recvBufferSize < SOCKET_BUFFERS.recvBufferSize
  );
}
