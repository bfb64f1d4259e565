package dev.outbox.starter.inbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.springframework.aop.support.AopUtils;

/** A method of a bean, which may be a proxy. */
final class BeanMethod {

  private final Object bean;
  private final Method method;

  BeanMethod(Object bean, Method method) {
    this.bean = bean;
    this.method = AopUtils.selectInvocableMethod(method, bean.getClass());
    this.method.setAccessible(true);
  }

  /** Calls it; what it throws is thrown, checked exceptions as the cause of another. */
  void call(Object... arguments) {
    try {
      method.invoke(bean, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(this + " failed", cause);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(this + " cannot be called", e);
    }
  }

  @Override
  public String toString() {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }
}
