package main

import (
	"os"
	"sync"
	"syscall"
)

// life ends the process in one of its calls to the disk.
type life struct {
	mu   sync.Mutex
	left int64
}

// newLife lasts for ever if calls is 0.
func newLife(calls int64) *life { return &life{left: calls} }

// spend one call; before it kills, lastly has what is half done of it done. Nobody else's call gets
// past meanwhile.
func (l *life) spend(lastly func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left == 0 {
		return
	}
	l.left--
	if l.left == 0 {
		lastly()
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

func nothing() {}
