"""Values and gradients at many points: columns in, columns out, in doubles and in constant memory."""
