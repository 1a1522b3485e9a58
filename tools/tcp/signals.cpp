#include "tools/tcp/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace tools::tcp {

stop_signals::stop_signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGINT);
  sigaddset(&wanted, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &wanted, &before_);
  fd_ = ::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
}

stop_signals::~stop_signals() {
  signalfd_siginfo ignored; // what has come would end the process once it is let through
  while (::read(fd_, &ignored, sizeof(ignored)) > 0) {
  }
  ::close(fd_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

} // namespace tools::tcp
